import type { Log } from '../../core/schemas/log.ts';
import { storeScore } from '../scores/store-score.ts';
import { askRow } from './ask-row.ts';
import type { RowFate } from './count-rows.ts';
import type { Stop } from './create-stop.ts';
import type { EvalCase, EvaluateOptions } from './evaluate-options.ts';
import type { EvaluateSettings } from './evaluate-settings.ts';
import type { LogWriter, WrittenLog } from './log-writer.ts';
import type { PlannedRow } from './plan-rows.ts';
import { createProgress } from './progress.ts';
import { toPlannedKey } from './read-logged.ts';
import type { RunRow } from './row.ts';
import { type ScoredAnswer, scoreAnswer } from './score-answer.ts';
import { toLogInput, toScoreMeta } from './to-log-input.ts';
import { toErrorText } from './to-row-error.ts';
import { toRowFromLog } from './to-row-from-log.ts';

/** What rows are run with. */
export interface RowContext<Case extends EvalCase> {
  readonly options: EvaluateOptions<Case>;
  readonly settings: EvaluateSettings;
  /** What was logged before, by row. */
  readonly logged: ReadonlyMap<string, Log>;
  readonly writer: LogWriter;
  readonly stop: Stop;
}

/** A row that has ended, but for its log. */
interface EndedRow {
  readonly row: RunRow;
  readonly isResumed?: boolean;
  readonly isUnlogged?: boolean;
  readonly written?: Promise<WrittenLog>;
}

/** How the rows of a run ended. */
export interface RowsResult {
  readonly fates: readonly RowFate[];
  /** Logs that wait in a queue. */
  readonly pending: number;
  readonly isBudgetSpent: boolean;
}

/** Runs rows, so many at a time, until all have ended, or none may begin, and their logs are settled. */
export async function runRows<Case extends EvalCase>(
  rows: readonly PlannedRow<Case>[],
  context: RowContext<Case>,
): Promise<RowsResult> {
  const { settings, stop, writer } = context;
  const progress = createProgress(settings.name, rows.length);
  const ended = new Array<EndedRow>(rows.length);
  const counts = { done: 0, failed: 0 };
  let calls = 0;
  const mayCall = () => {
    calls += 1;
    return calls <= settings.calls;
  };
  const upcoming = rows.entries();
  const work = async () => {
    for (const [index, planned] of upcoming) {
      if (stop.isStopped) return;
      const end = await runRow(planned, context, mayCall);
      ended[index] = end;
      counts[end.row.error ? 'failed' : 'done'] += 1;
      progress.show(counts);
    }
  };
  await Promise.all(Array.from({ length: settings.concurrency }, work));
  const pending = await writer.finish();
  progress.clear();
  const fates = await Promise.all(ended.map(toFate));
  return { fates, pending, isBudgetSpent: calls > settings.calls };
}

/** What a row says of its log: the log itself, or why there is none. */
function toLogFields(result: WrittenLog | undefined): Pick<RunRow, 'log' | 'logError'> {
  if (result?.kind === 'stored') return { log: result.log };
  return result?.kind === 'unlogged' ? { logError: toErrorText(result.error) } : {};
}

async function toFate({ row, isResumed, isUnlogged, written }: EndedRow): Promise<RowFate> {
  const result = await written;
  return {
    row: { ...row, ...toLogFields(result) },
    isResumed: isResumed === true,
    isUnlogged: isUnlogged === true || result?.kind === 'unlogged',
  };
}

async function runRow<Case extends EvalCase>(
  planned: PlannedRow<Case>,
  context: RowContext<Case>,
  mayCall: () => boolean,
): Promise<EndedRow> {
  const { options, settings, logged, writer, stop } = context;
  const log = logged.get(toPlannedKey(planned));
  if (log) return resumeRow(planned, log, context);
  const { case: one, prompt, trial } = planned;
  const base = { case: one.id, promptId: prompt._id, trial, scores: {} };
  if (!mayCall()) return { row: base };
  const answer = await askRow(options.task, planned, settings.timeout, stop);
  if ('step' in answer) return { row: { ...base, error: answer } };
  const { output, modelUsed, ms } = answer;
  const scored = await score(output, planned, context);
  const written = writer.write(toLogInput(settings.name, planned, answer, scored));
  return { row: { ...base, output, modelUsed, ms, ...toRowScore(scored) }, written };
}

/** An answer that is logged is not asked for again. Where its score is missing it is scored now. */
async function resumeRow<Case extends EvalCase>(
  planned: PlannedRow<Case>,
  log: Log,
  context: RowContext<Case>,
): Promise<EndedRow> {
  const { error: _before, ...row } = toRowFromLog(log);
  if (row.score !== undefined) return { row, isResumed: true };
  const scored = await score(log.output, planned, context);
  if (!scored) return { row, isResumed: true };
  const { client } = context.options;
  const scoredRow = { ...row, ...toRowScore(scored) };
  if (scored.score === undefined) return { row: scoredRow };
  try {
    const copy = await storeScore(client, log, scored.score, toScoreMeta(scored));
    return { row: { ...scoredRow, log: copy }, isResumed: true };
  } catch (error) {
    const row = { ...scoredRow, logError: toErrorText(error) };
    return { row, isResumed: true, isUnlogged: true };
  }
}

async function score<Case extends EvalCase>(
  output: string,
  planned: PlannedRow<Case>,
  { options, settings, stop }: RowContext<Case>,
): Promise<ScoredAnswer | undefined> {
  const scorers = Object.entries(options.scorers ?? {});
  if (scorers.length === 0) return undefined;
  return scoreAnswer(output, planned, { ...settings, scorers }, stop);
}

function toRowScore(scored: ScoredAnswer | undefined): Partial<RunRow> {
  if (!scored) return {};
  const { scores, reasons, score, error } = scored;
  return {
    scores,
    ...(reasons && { reasons }),
    ...(score !== undefined && { score }),
    ...(error && { error }),
  };
}
