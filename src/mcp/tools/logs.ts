import { isNoLogs } from '../../core/is-no-logs.ts';
import { longestList } from '../../core/longest-list.ts';
import { optional } from '../../core/schemas/fields.ts';
import type { Log } from '../../core/schemas/log.ts';
import { createInput, cursor, described, limit, promptId } from '../fields.ts';
import { pageList } from '../page-list.ts';
import { cutText, pageRecord } from '../page-record.ts';
import { createTool, type ToolContext, ToolError } from '../tool.ts';

/** A log in a list: enough to choose it by. */
function toRow({ _id, promptId, modelUsed, score, createdAt, output }: Log): object {
  return {
    _id: cutText(_id, 300),
    promptId: cutText(promptId, 300),
    modelUsed: cutText(modelUsed, 100),
    ...(score !== undefined && { score }),
    createdAt: cutText(createdAt, 40),
    output: cutText(output, 160),
  };
}

export const listLogs = createTool({
  name: 'list_logs',
  title: 'List logs',
  description:
    'Lists logs, which are answers of models to a prompt, newest first: id, model, score, time and the beginning of the output. Without `promptId` those of all prompts.',
  kind: 'read',
  input: createInput({
    promptId: optional(promptId),
    model: optional(described.filled('Only logs of this model, by its exact name.')),
    minScore: optional(described.number('Only logs with at least this score.')),
    maxScore: optional(described.number('Only logs with at most this score.')),
    since: optional(described.filled('Only logs from this time on, in ISO 8601.')),
    limit,
    cursor,
  }),
  async run({ promptId, model, minScore, maxScore, since, limit = 50 }, context) {
    const earliest = since === undefined ? undefined : Date.parse(since);
    if (Number.isNaN(earliest)) {
      throw new ToolError('Failed to read since: it is no time. Give one in ISO 8601.');
    }
    const isWanted = ({ modelUsed, score, createdAt }: Log) =>
      (model === undefined || modelUsed === model) &&
      (minScore === undefined || (score !== undefined && score >= minScore)) &&
      (maxScore === undefined || (score !== undefined && score <= maxScore)) &&
      (earliest === undefined || Date.parse(createdAt) >= earliest);
    const logs = context.client.iterateLogs(promptId, {
      signal: context.signal,
      timeout: longestList,
    });
    try {
      return await pageList(logs, { fromEnd: true, limit, isWanted, toRow }, context);
    } catch (error) {
      if (promptId === undefined || !isNoLogs(error)) throw error;
      const remark = 'The prompt has no logs yet, or there is no such prompt: see list_prompts.';
      return { data: [], remarks: [remark] };
    }
  },
});

export const logId = described.filled('Id of the log, from list_logs.');

export const getLog = createTool({
  name: 'get_log',
  title: 'Read a log',
  description:
    'Returns one log as a whole: output, model, score, notes, and meta with what was asked, tokens, time and run. A long text continues with the cursor.',
  kind: 'read',
  input: createInput({ promptId, logId, cursor }),
  async run({ promptId, logId }, context) {
    return pageRecord('get_log', await findLog(promptId, logId, context), context);
  },
});

/**
 * Finds a log in the list of its prompt: the API has no other way to read one.
 *
 * @throws {@link ToolError} when the prompt has no such log.
 */
export async function findLog(
  promptId: string,
  logId: string,
  { client, signal }: Pick<ToolContext, 'client' | 'signal'>,
): Promise<Log> {
  try {
    for await (const log of client.iterateLogs(promptId, { signal, timeout: longestList })) {
      if (log._id === logId) return log;
    }
  } catch (error) {
    if (!isNoLogs(error)) throw error;
  }
  throw new ToolError(
    'Failed to find the log: the prompt has none with this id. Look it up with list_logs.',
  );
}

export const createLog = createTool({
  name: 'create_log',
  title: 'Log an output',
  description: 'Saves what a model answered to a prompt, and returns the log with its id.',
  kind: 'create',
  input: createInput({
    promptId,
    output: described.filled('The text that the model generated, unchanged.'),
    modelUsed: described.filled('Name of the model, for instance gpt-4o.'),
    notes: optional(described.text('Context for a later review.')),
    score: optional(described.score('Rating from 0 to 10.')),
  }),
  async run(input, { client, signal, ...context }) {
    const log = await client.createLog(input, { signal });
    return { ...pageRecord('get_log', log, context), next: undefined };
  },
});
