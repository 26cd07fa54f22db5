import type { SeedLog, TestApi } from 'promptcrafter-client/testing';
import { type DemoPrompt, demoPrompts } from './demo-prompts.ts';

export const demoUser = {
  _id: 'ada',
  name: 'Ada',
  email: 'ada@example.com',
  password: 'rainbow-2026',
};
/** Somebody who has saved nothing yet. */
export const newcomer = {
  _id: 'grace',
  name: 'Grace',
  email: 'grace@example.com',
  password: 'nothing-yet-26',
};

const day = 86_400_000;
const weeks = 11;

/** Eleven weeks of work on a few prompts, ending now. The same time gives the same records. */
export function seedDemo(api: TestApi, now: number): void {
  const random = createRandom(7);
  const start = now - weeks * 7 * day;
  api.seed({ users: [demoUser, newcomer] });
  const { prompts } = api.seed({
    prompts: demoPrompts.map(({ title, content, model, tags }, index) => ({
      ownerId: demoUser._id,
      title,
      content,
      model,
      tags,
      createdAt: toIso(start - (demoPrompts.length - index) * 2 * day),
      updatedAt: toIso(start + index * 9 * day),
    })),
  });
  const logs = demoPrompts.flatMap((prompt, index) =>
    createLogs(prompt, `${prompts[index]?._id}`, start, now, random),
  );
  logs.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  api.seed({ logs });
}

/** Logs of each model, whose scores go from one level to another, with ups and downs. */
function createLogs(
  { runs, answers }: DemoPrompt,
  promptId: string,
  start: number,
  now: number,
  random: () => number,
): (SeedLog & { createdAt: string })[] {
  return runs.flatMap(({ model, count, from, to }) =>
    Array.from({ length: count }, (_, index) => {
      const progress = (index + random() * 0.9) / count;
      const level = from + (to - from) * progress + (random() + random() - 1) * 2.2;
      const score = Math.max(0, Math.min(10, Math.round(level)));
      const kind = score >= 8 ? 'good' : score >= 5 ? 'fair' : 'poor';
      const choices = answers[kind];
      const { output = '', notes } = choices[Math.floor(random() * choices.length)] ?? {};
      return {
        promptId,
        modelUsed: model,
        output,
        ...(notes !== undefined && { notes }),
        // Not everything has been looked at.
        ...(random() > 0.06 && { score }),
        createdAt: toIso(start + progress * (now - start)),
      };
    }),
  );
}

const toIso = (time: number) => new Date(time).toISOString();

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
