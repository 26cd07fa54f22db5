import type { RequestOptions } from '../client/options.ts';
import type { Log } from '../core/schemas/log.ts';
import type { McpClient } from './mcp-client.ts';

/** What the tools about scores need: `import * as evals from 'promptcrafter-client/evals'` is it. */
export interface McpEvals {
  /** Reads the logs of a prompt as they should be counted. */
  readScores(
    client: Pick<McpClient, 'iterateLogs'>,
    promptId: string,
    filter?: McpScoreFilter,
    options?: RequestOptions,
  ): Promise<Log[]>;
  /** Summarizes the scores of logs, group by group. */
  summarize(
    logs: Iterable<Log>,
    options?: { readonly by?: McpSummaryKey | undefined },
  ): Promise<readonly object[]>;
  /** Compares the scores of two sets of logs. */
  compareScores(
    a: Iterable<Log>,
    b: Iterable<Log>,
    options?: { readonly margin?: number | undefined },
  ): Promise<object>;
  /** Gives a log a score. */
  scoreLog(
    client: Pick<McpClient, 'createLog' | 'deleteLog'>,
    log: Log,
    score: number,
    options?: RequestOptions & { readonly reason?: string; readonly scorer?: string },
  ): Promise<Log>;
}

/** Which logs of a prompt are counted. */
export interface McpScoreFilter {
  /** Name of the model. */
  readonly model?: string | undefined;
  /** Name of a run. */
  readonly run?: string | undefined;
  /** Created at this time or later. */
  readonly since?: string | undefined;
}

/** What scores are grouped by. */
export type McpSummaryKey = 'model' | 'version' | 'run' | 'scorer' | 'day';

/** What an agent may do, and what it is told. All of it is optional. */
export interface McpServerOptions {
  /**
   * Whether there are tools that create, change and score.
   * @defaultValue `false`
   */
  readonly write?: boolean | undefined;
  /**
   * The statistics of `promptcrafter-client/evals`.
   * @defaultValue none: there are no tools about scores
   */
  readonly evals?: McpEvals | undefined;
  /**
   * Whether there is a login, asked before each call. Where there is none, a call asks nothing of the
   * API and says how to log in.
   * @defaultValue the API is asked, and its 401 says so
   */
  readonly isLoggedIn?: (() => boolean | Promise<boolean>) | undefined;
  /**
   * How to log in, as a sentence for the agent to pass on; a function is called when it is needed.
   * @defaultValue to run `npx promptcrafter-client login`
   */
  readonly loginAdvice?: string | (() => string) | undefined;
}
