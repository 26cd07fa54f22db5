import { Agent, type IncomingMessage, request } from 'node:http';

const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** A server to ask, and the token to ask with. */
export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Exchange {
  readonly status: number;
  readonly ms: number;
  /** Milliseconds to the first byte of the body. */
  readonly firstMs: number;
  readonly bytes: number;
}

/** Sends one request, and reads the answer at once. */
export function exchange(
  { url, token }: Target,
  method: string,
  path: string,
  body?: string,
): Promise<Exchange> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    const outgoing = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      let bytes = 0;
      let firstMs = 0;
      answer.on('data', (chunk: Buffer) => {
        firstMs ||= performance.now() - start;
        bytes += chunk.length;
      });
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          ms: performance.now() - start,
          firstMs,
          bytes,
        }),
      );
      answer.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export const logBody = JSON.stringify({
  promptId: 'prompt104',
  output: 'Machines began to do work that people had done by hand. '.repeat(4),
  modelUsed: 'gpt-4o',
});

/** How many logs a second some clients store, who take turns between the targets. */
export async function measureWrites(
  targets: readonly Target[],
  { clients = 50, seconds = 8 } = {},
): Promise<number> {
  let stored = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  async function write(index: number): Promise<void> {
    const target = targets[index % targets.length];
    while (target && performance.now() < end) {
      const { status } = await exchange(target, 'POST', '/logs', logBody);
      if (status !== 201) throw new Error(`A log was answered with ${status}.`);
      stored += 1;
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => write(index)));
  return (stored / (performance.now() - start)) * 1_000;
}

/** Reads a list 64 KiB at a time, with pauses, until it is told to stop. Gives the bytes that it read. */
export function readSlowly({ url, token }: Target, path: string): () => Promise<number> {
  let bytes = 0;
  let isOver = false;
  const done = new Promise<number>((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}` };
    const outgoing = request(`${url}${path}`, { headers, agent: false }, async (answer) => {
      for (;;) {
        await new Promise((next) => setTimeout(next, 20));
        const chunk = (answer as IncomingMessage).read(64 * 1024) as Buffer | null;
        bytes += chunk?.length ?? 0;
        if (isOver || answer.readableEnded) break;
      }
      outgoing.destroy();
      resolve(bytes);
    });
    outgoing.on('error', (error) => (isOver ? resolve(bytes) : reject(error)));
    outgoing.end();
  });
  return () => {
    isOver = true;
    return done;
  };
}

/** The value below which a share of the others is. */
export function toQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
