/** Compares logs that are far larger, all together, than the heap that this is given. */
import { compareScores, summarize } from '../../../src/evals/index.ts';
import type { Log } from '../../../src/index.ts';

const count = 20_000;

async function* createLogs(shift: number): AsyncGenerator<Log> {
  for (let index = 0; index < count; index += 1) {
    yield {
      _id: `log${index}`,
      promptId: 'prompt101',
      // A text of its own, and not parts that share memory.
      output: Buffer.alloc(10_000, index % 100).toString('latin1'),
      modelUsed: 'gpt-4o',
      createdAt: '2026-11-26T08:00:00.000Z',
      score: (index % 9) + (index % 4 === 0 ? shift : 0),
      meta: { case: `case-${index}` },
    };
  }
}

const { verdict, n } = await compareScores(createLogs(0), createLogs(1));
const [all] = await summarize(createLogs(0));
process.stdout.write(`${verdict} ${n} ${all?.scored}`);
