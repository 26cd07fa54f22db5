import * as z from 'zod/mini';
import { longestList } from '../../core/longest-list.ts';
import { optional } from '../../core/schemas/fields.ts';
import { createInput, described, promptId } from '../fields.ts';
import { fitRows } from '../page-list.ts';
import { pageRecord } from '../page-record.ts';
import { type CreateScoreTool, createTool } from '../tool.ts';
import { findLog, logId } from './logs.ts';

const filters = {
  model: optional(described.filled('Only logs of this model.')),
  run: optional(described.filled('Only logs of this evaluation run.')),
  since: optional(described.filled('Only logs from this time on, in ISO 8601.')),
};

export const createSummarizeScores: CreateScoreTool = (evals) =>
  createTool({
    name: 'summarize_scores',
    title: 'Summarize scores',
    description:
      'Summarizes the scores (0 to 10) of a prompt’s logs, one row for each group: number of logs, number scored, mean with its 95 % interval, median, and how many logs have each score.',
    kind: 'read',
    input: createInput({
      promptId,
      by: optional(
        z
          .enum(['model', 'version', 'run', 'scorer', 'day'], 'must be one of the names')
          .check(z.describe('What the groups are. Default model.')),
      ),
      ...filters,
    }),
    async run({ promptId, by = 'model', ...filter }, { client, signal, budget }) {
      const logs = await evals.readScores(client, promptId, filter, {
        signal,
        timeout: longestList,
      });
      // A prompt without logs is summarized; one that is not there is an error.
      if (logs.length === 0) await client.getPromptById(promptId, { signal });
      const groups = await evals.summarize(logs, { by });
      return fitRows(groups, budget);
    },
  });

const side = (name: string) => described.filled(`Id of the ${name} prompt.`);

export const createComparePrompts: CreateScoreTool = (evals) =>
  createTool({
    name: 'compare_prompts',
    title: 'Compare two prompts',
    description:
      'Compares the scores of two prompts’ logs, or of two models on one prompt. The verdict says whether b is better, worse, the same, or inconclusive, which means that more scored logs are needed; pass it on as it is.',
    kind: 'read',
    input: createInput({
      a: side('first'),
      b: side('second'),
      modelA: optional(described.filled('Only logs of this model for a.')),
      modelB: optional(described.filled('Only logs of this model for b.')),
      margin: optional(described.number('Difference in points that does not matter. Default 0.5.')),
    }),
    async run({ a, b, modelA, modelB, margin }, { client, signal }) {
      const request = { signal, timeout: longestList };
      const [ofA, ofB] = await Promise.all([
        evals.readScores(client, a, { model: modelA }, request),
        evals.readScores(client, b, { model: modelB }, request),
      ]);
      if (ofA.length === 0) await client.getPromptById(a, { signal });
      if (ofB.length === 0) await client.getPromptById(b, { signal });
      const comparison = await evals.compareScores(ofA, ofB, { margin });
      // One entry for each case, which is more than an agent needs for a verdict.
      const { pairs: _, unpaired: __, ...rest } = comparison as Readonly<Record<string, unknown>>;
      return { data: rest };
    },
  });

export const createScoreLog: CreateScoreTool = (evals) =>
  createTool({
    name: 'score_log',
    title: 'Score a log',
    description:
      'Gives a log a score. The API cannot change a log, so it is replaced by a scored copy with another id, which is returned.',
    kind: 'replace',
    input: createInput({
      promptId,
      logId,
      score: described.score('Rating from 0 to 10.'),
      reason: optional(described.filled('Why, in one sentence.')),
    }),
    async run({ promptId, logId, score, reason }, { client, signal, ...context }) {
      const log = await findLog(promptId, logId, { client, signal });
      const scored = await evals.scoreLog(client, log, score, {
        signal,
        scorer: 'agent',
        ...(reason !== undefined && { reason }),
      });
      return { ...pageRecord('get_log', scored, context), next: undefined };
    },
  });
