import type { Seed, SeedLog } from '../../api/seed.ts';
import { encodeMeta, type LogMeta } from '../../core/meta.ts';
import { toPromptVersion } from '../../core/prompt-version.ts';
import type { DemoPrompt } from './demo-prompt.ts';
import { releaseNotes, sql } from './prompts/engineering.ts';
import { rainbow } from './prompts/rainbow.ts';
import { refund } from './prompts/refund.ts';
import { ticketLine, ticketSummary } from './prompts/tickets.ts';
import { haiku, minutes, photos } from './prompts/writing.ts';

const prompts = [
  refund,
  ticketSummary,
  ticketLine,
  rainbow,
  releaseNotes,
  sql,
  minutes,
  haiku,
  photos,
] as const;

const day = 86_400_000;
const daysShown = 9 * 7;

/** A log whose time is known, so that logs can be put in order. */
type TimedLog = SeedLog & { readonly createdAt: string };

/**
 * Nine weeks of somebody's work with two models, which end now. The same time gives the same records.
 * The user has no password: one is made up, as for every user of a seed without one.
 */
export function createDemoSeed(now: number): Seed {
  const start = now - daysShown * day;
  const logs = prompts
    .flatMap((prompt, index) => [
      ...createTrendLogs(prompt, index, now),
      ...createRunLogs(prompt, now),
    ])
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .map((log, index) => ({ _id: `log${101 + index}`, ...log }));
  return {
    users: [{ _id: 'user101', name: 'Ada', email: 'ada@example.com' }],
    prompts: prompts.map(({ id, title, content, model, tags }, index) => ({
      _id: id,
      title,
      content,
      model,
      tags,
      createdAt: toIso(start - (prompts.length - index) * day),
      updatedAt: toIso(start + index * 5 * day),
    })),
    logs,
  };
}

/** Logs of each model, whose scores go from one level to another, with ups and downs. */
function createTrendLogs(prompt: DemoPrompt, salt: number, now: number): TimedLog[] {
  const { id, trends = [], answers } = prompt;
  return trends.flatMap(({ model, count, from, to }, trend) =>
    Array.from({ length: count }, (_, index) => {
      const pick = (of: number) => spread(index, salt + trend * 3 + of);
      const progress = (index + pick(1) * 0.9) / count;
      const level = from + (to - from) * progress + (pick(2) + pick(3) - 1) * 2.6;
      const score = Math.max(0, Math.min(10, Math.round(level)));
      const choices = answers?.[score >= 8 ? 'good' : score >= 5 ? 'fair' : 'poor'] ?? [];
      const { output = '', notes } = choices[Math.floor(pick(4) * choices.length)] ?? {};
      const meta =
        pick(5) < 0.5
          ? { prompt: toPromptVersion(prompt.content), ...measure(output, pick(6)) }
          : undefined;
      return {
        promptId: id,
        modelUsed: model,
        output,
        ...(meta ? { notes: encodeMeta(notes, meta) } : notes !== undefined && { notes }),
        // Not everything has been looked at.
        ...(pick(7) > 0.08 && { score }),
        createdAt: toIso(now - (1 - progress) * daysShown * day),
      };
    }),
  );
}

/** An evaluation is a burst of logs: every case, by both models, within minutes. */
function createRunLogs(prompt: DemoPrompt, now: number): TimedLog[] {
  const { id, cases = [], runs = [] } = prompt;
  return runs.flatMap(({ name, daysAgo, shift }) =>
    cases.flatMap((one, index) =>
      Object.entries(one.answers).map(([model, [output, best]], trial) => {
        const score = Math.max(0, best + (index % 3 === 0 ? 0 : shift));
        const meta: LogMeta = {
          run: name,
          case: one.id,
          trial: trial + 1,
          prompt: toPromptVersion(prompt.content),
          input: one.input,
          variables: { ticket: one.input },
          scorer: 'ada',
          ...measure(output, spread(index, trial)),
        };
        const seconds = index * 40 + trial * 12;
        return {
          promptId: id,
          modelUsed: model,
          output,
          notes: encodeMeta(undefined, meta),
          score,
          createdAt: toIso(now - daysAgo * day + seconds * 1000),
        };
      }),
    ),
  );
}

/** About what it takes a model to write so much. */
function measure(output: string, luck: number): LogMeta {
  const tokensOut = Math.ceil(output.length / 4);
  return { ms: Math.round(380 + tokensOut * 14 + luck * 600), tokensOut, finish: 'stop' };
}

/** Numbers from 0 to 1 that look like chance, and are the same at every start. */
function spread(index: number, salt: number): number {
  const value = Math.sin(index * 12.9898 + salt * 78.233) * 43_758.5453;
  return value - Math.floor(value);
}

const toIso = (time: number) => new Date(time).toISOString();
