import type { Log } from '../index.ts';
import type { Output } from './output.ts';
import { printRecord } from './print-record.ts';

/** Prints a log with its output. */
export async function printLog(output: Output, log: Log, isJson = false): Promise<void> {
  if (isJson) return output.writeJson(log);
  const { _id, promptId, modelUsed, score, notes, meta, createdAt } = log;
  const fields = [
    ['id', _id],
    ['prompt', promptId],
    ['model', modelUsed],
    ['score', score],
    ['notes', notes],
    ['meta', meta && JSON.stringify(meta)],
    ['created', createdAt],
  ] as const;
  return printRecord(output, fields, log.output);
}
