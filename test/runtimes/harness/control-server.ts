import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { RunReport } from '../run-cases.ts';
import { openWorld, type World } from './world.ts';

/** What a runtime asks for servers and faults, and tells its results. */
export interface ControlServer {
  readonly url: string;
  /** What the runtime reports when it is done. */
  readonly report: Promise<RunReport>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface ControlRequest {
  readonly id: string;
  readonly fault: never;
  readonly count: number;
}

export async function openControlServer(): Promise<ControlServer> {
  const worlds = new Map<string, World>();
  let finish: (report: RunReport) => void;
  const report = new Promise<RunReport>((resolve) => {
    finish = resolve;
  });
  let opened = 0;

  function getWorld(id: string): World {
    const world = worlds.get(id);
    if (!world) throw new Error(`there is no world ${id}`);
    return world;
  }

  const actions: Record<string, (body: ControlRequest) => unknown> = {
    async open(options) {
      const id = `${++opened}`;
      const world = await openWorld(options as never);
      worlds.set(id, world);
      return { id, ...world.opened };
    },
    read: ({ id }) => getWorld(id).readState(),
    fail: ({ id, fault }) => getWorld(id).fail(fault),
    async wait({ id, count }) {
      const countRequests = () => {
        const { operations, lines } = getWorld(id).readState();
        return Math.max(operations.length, lines.length);
      };
      while (countRequests() < count) await wait(5);
    },
    async close({ id }) {
      await getWorld(id)[Symbol.asyncDispose]();
      worlds.delete(id);
    },
    finish: (body) => finish(body as never),
  };

  const server = createServer(async (request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    try {
      const action = actions[request.url?.slice(1) ?? ''];
      if (!action) throw new Error(`there is no action ${request.url}`);
      response.end(JSON.stringify(await action(JSON.parse(await readText(request)))));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  // A connection that is closed for being idle would look like a fault to the next request.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    report,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await Promise.all([...worlds.values()].map((world) => world[Symbol.asyncDispose]()));
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
