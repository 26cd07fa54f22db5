import { expect, it, onTestFinished } from 'vitest';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runKills } from './run-kills.ts';

/** `QUEUE_KILLS=200 npm test -- test/queue/kill` kills as often, `QUEUE_SEED` repeats a run. */
const kills = Number(process.env.QUEUE_KILLS ?? 6);
const seed = Number(process.env.QUEUE_SEED ?? Math.floor(Math.random() * 2 ** 31));

it.each([
  ['whenever its process is killed', 1, 0],
  ['while another process uses the folder, and takes over from those that are killed', 1, 1],
  ['while two processes use the folder, and both are killed', 2, 0],
])(
  'loses and doubles nothing that was accepted, %s',
  async (_name, victims, companions) => {
    const folder = await createTemporaryFolder();
    onTestFinished(() => folder[Symbol.asyncDispose]());
    console.log(`The kills of this run are those of the seed ${seed}.`);
    const figures = await runKills({
      seed,
      folder: folder.path,
      kills,
      total: kills * 5,
      longestLife: 600,
      faultRate: 0.3,
      victims,
      companions,
    });
    console.log(`What came of them: ${JSON.stringify(figures)}.`);
    expect(figures).toMatchObject({
      kills: kills * victims,
      lost: [],
      doubled: [],
      complaints: [],
    });
    expect(figures.accepted).toBeGreaterThan(kills * 4 * (victims + companions));
  },
  Math.max(600_000, kills * 20_000),
);
