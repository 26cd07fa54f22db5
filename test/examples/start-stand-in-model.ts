import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stand-in for a model, behind OpenAI's chat completions. */
export interface StandInModel {
  readonly url: string;
  /** How often it was asked. */
  readonly calls: number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a model that answers by a function. */
export async function startStandInModel(answer: (text: string) => string): Promise<StandInModel> {
  let calls = 0;
  const server = createServer(async (request, response) => {
    calls += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { messages } = JSON.parse(Buffer.concat(chunks).toString());
    const content = answer(messages[0].content);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ model: 'stand-in', choices: [{ message: { content } }] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    get calls() {
      return calls;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
