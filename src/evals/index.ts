/**
 * Deciding with what was logged: summaries, comparisons that can say "inconclusive", runs of prompts
 * over cases, judges, and a gate for CI.
 *
 * @module promptcrafter-client/evals
 */
export type { HeadersOption, RequestOptions } from '../client/options.ts';
export { compareRuns, type RunComparison } from './compare/compare-runs.ts';
export { compareScores } from './compare/compare-scores.ts';
export type {
  ComparedPair,
  Comparison,
  ComparisonOptions,
  IgnoredScores,
  PairBy,
  Scores,
  Verdict,
} from './compare/comparison.ts';
export { type Gated, type GateOptions, type GateResult, gate } from './compare/gate.ts';
export type { Ask, JudgeOptions } from './judge/ask-until-readable.ts';
export { createJudge, type Judge, type JudgeInput } from './judge/create-judge.ts';
export {
  createPairJudge,
  type PairInput,
  type PairJudge,
  type PairJudgeStats,
  type PairVerdict,
} from './judge/create-pair-judge.ts';
export type { ReportOptions } from './report/report-options.ts';
export { type ReportSide, toComparisonHTML } from './report/to-comparison-html.ts';
export { evaluate } from './run/evaluate.ts';
export type {
  EvalCase,
  EvalsQueue,
  EvaluateOptions,
  Task,
  TaskInput,
  TaskResult,
} from './run/evaluate-options.ts';
export { type FindRunOptions, findRun } from './run/find-run.ts';
export type { RowError, RunCounts, RunRow } from './run/row.ts';
export type { Run, RunData, RunPrompt } from './run/run.ts';
export type { Scorer, ScorerInput, ScorerOutput } from './run/scorer.ts';
export type { EvalsClient } from './scores/evals-client.ts';
export { readScores, type ScoreFilter } from './scores/read-scores.ts';
export { type ScoreLogOptions, scoreLog } from './scores/score-log.ts';
export { summarize } from './scores/summarize.ts';
export type {
  ScorerAgreement,
  ScoreSummary,
  SummaryKey,
  SummaryOptions,
} from './scores/summary.ts';
export type { Interval } from './statistics/interval.ts';
