import pg from 'pg';
import { createFairQueue } from '../fair-queue.ts';
import type { ConnectionTarget } from './connection-target.ts';
import { getSqlState } from './failure-reason.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly rows: readonly Row[];
  /** How many rows were changed. */
  readonly count: number;
}

/** Carries out one statement. */
export type RunQuery = (text: string, values?: readonly unknown[]) => Promise<Answer>;

/** Connections to a database, which are lent to one statement at a time. */
export interface Pool {
  readonly query: RunQuery;
  /** The same for what may take long. Some connections are left for everything else. */
  readonly queryAtLeisure: RunQuery;
  /** Keeps what all of the work's statements change, or nothing where one fails or it is not to be kept. */
  transact<T>(work: (query: RunQuery) => Promise<T>, isKept: (result: T) => boolean): Promise<T>;
  /** Waits for what is under way, which takes as long as a statement may. */
  end(): Promise<void>;
}

export interface PoolLimits {
  readonly connections: number;
  /** Milliseconds to wait for a connection that is free. */
  readonly waitMs: number;
  /** Milliseconds that a statement may take. */
  readonly statementMs: number;
}

/** A client waits 10 s for an answer as a rule, and is to have one by then. */
export const defaultPoolLimits: PoolLimits = {
  connections: 10,
  waitMs: 3_000,
  statementMs: 5_000,
};

/** In milliseconds, how much longer than the server itself a statement is waited for. */
const grace = 500;

/**
 * Opens connections as they are needed. Whatever becomes of the database, a statement ends within the
 * limits: the server gives up on it, or else its connection is given up.
 */
export function createPool(target: ConnectionTarget, limits: PoolLimits): Pool {
  const { connections, waitMs, statementMs } = limits;
  const leisure = createFairQueue({
    concurrency: Math.max(1, connections - 4),
    waitingPerAddress: 10_000,
    waiting: 10_000,
  });
  let tls = target.tls[0];

  class Client extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      // The pool hides the password from copies, so that none of them is printed.
      super({
        ...config,
        password: target.config.password,
        ssl: tls,
        connectionTimeoutMillis: target.connectMs,
      });
      // A connection that breaks while it is lent fails its statement, too.
      this.on('error', () => {});
    }
  }

  const pool = new pg.Pool({
    ...target.config,
    Client,
    max: connections,
    // Whoever waits for it may have given up by then: the next one has it.
    connectionTimeoutMillis: Math.max(waitMs, target.connectMs),
    query_timeout: statementMs + grace,
    idleTimeoutMillis: 60_000,
    onConnect: (client) =>
      client.query(
        `SET statement_timeout = ${statementMs}; SET idle_in_transaction_session_timeout = ${2 * statementMs}`,
      ) as unknown as undefined,
  });
  // One that breaks while it is idle is replaced when it is needed.
  pool.on('error', () => {});

  async function connect(): Promise<pg.PoolClient> {
    const connecting = connectInTurn();
    let timer: NodeJS.Timeout | undefined;
    const isLate = new Promise<true>((resolve) => {
      timer = setTimeout(resolve, waitMs, true);
    });
    const first = await Promise.race([connecting, isLate]).finally(() => clearTimeout(timer));
    if (first !== true) return first;
    connecting.then(
      (client) => client.release(),
      () => {},
    );
    if (pool.totalCount < connections) throw new Error('The connection has hit its timeout.');
    throw new DOMException('No connection was free in time.', 'TimeoutError');
  }

  async function connectInTurn(): Promise<pg.PoolClient> {
    const way = tls;
    try {
      return await pool.connect();
    } catch (error) {
      const other = target.tls.find((next) => next !== way);
      if (other === undefined || !isAboutTls(error)) throw error;
      tls = other;
      return await pool.connect();
    }
  }

  async function lend<T>(work: (query: RunQuery) => Promise<T>): Promise<T> {
    const client = await connect();
    let failure: unknown;
    try {
      return await work(async (text, values) => {
        try {
          const { rows, rowCount } = await client.query(text, values && [...values]);
          return { rows, count: rowCount ?? 0 };
        } catch (error) {
          // Told by the server, the connection is as good as before, unless it told its end. Whether
          // it takes changes was settled when it began: another one may take them again.
          if (/^(|08.*|57P.*|25006)$/.test(getSqlState(error))) failure = error;
          throw error;
        }
      });
    } finally {
      client.release(failure !== undefined);
    }
  }

  /** Whoever is told that the connection was ended has changed nothing, and asks on another one. */
  const query: RunQuery = async (text, values) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await lend((run) => run(text, values));
      } catch (error) {
        if (getSqlState(error) !== '57P01' || tries > connections) throw error;
      }
    }
  };

  return {
    query,
    queryAtLeisure: (text, values) =>
      leisure.run(() => query(text, values), {
        address: undefined,
        account: '',
        signal: AbortSignal.timeout(waitMs),
      }),
    transact: (work, isKept) =>
      lend(async (run) => {
        await run('BEGIN');
        try {
          const result = await work(run);
          await run(isKept(result) ? 'COMMIT' : 'ROLLBACK');
          return result;
        } catch (error) {
          await run('ROLLBACK').catch(() => {});
          throw error;
        }
      }),
    end: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}

/** Whether the other kind of connection may be what the server wants. */
export function isAboutTls(error: unknown): boolean {
  if (getSqlState(error) === '28000') return true;
  return error instanceof Error && /SSL connection/.test(error.message);
}
