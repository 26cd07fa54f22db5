import type { LoginAttempt, LoginThrottle } from '../api/services.ts';

interface Limit {
  /** How many failures are free. */
  readonly free: number;
  /** Milliseconds after which one more is. */
  readonly interval: number;
}

/** One client, one account: enough to try the few passwords that may be one's own. */
const perClient: Limit = { free: 10, interval: 30_000 };
/** All clients, one account: many more, or one client could lock the owner out. */
const perAccount: Limit = { free: 100, interval: 15_000 };
/** One client, all accounts. */
const perAddress: Limit = { free: 100, interval: 5_000 };

/** Limits failed logins for each client and account, each account, and each address. */
export function createLoginThrottle(now: () => number): LoginThrottle {
  const client = createFailureCount(perClient, now);
  const account = createFailureCount(perAccount, now);
  const address = createFailureCount(perAddress, now);

  const toClient = (attempt: LoginAttempt) => `${attempt.address ?? ''} ${attempt.account}`;

  return {
    readWait: (attempt) =>
      Math.max(
        client.readWait(toClient(attempt)),
        account.readWait(attempt.account),
        address.readWait(attempt.address ?? ''),
      ),
    noteFailure(attempt) {
      client.add(toClient(attempt));
      account.add(attempt.account);
      address.add(attempt.address ?? '');
    },
    noteSuccess(attempt) {
      // The other counts stay: whoever guesses may have an account as well.
      client.clear(toClient(attempt));
    },
  };
}

/** How many keys are kept before those without failures are removed. */
const sweepAt = 10_000;

interface Count {
  readonly failures: number;
  readonly at: number;
}

/** A leaky bucket for each key. */
function createFailureCount({ free, interval }: Limit, now: () => number) {
  const counts = new Map<string, Count>();

  function read(key: string): number {
    const count = counts.get(key);
    // A clock that was set back must not make a wait longer.
    const passed = count ? Math.max(now() - count.at, 0) / interval : 0;
    return count ? Math.max(count.failures - passed, 0) : 0;
  }

  return {
    readWait: (key: string) => Math.max(Math.ceil((read(key) + 1 - free) * interval), 0),
    add(key: string): void {
      if (counts.size >= sweepAt) {
        for (const other of counts.keys()) if (read(other) === 0) counts.delete(other);
      }
      counts.set(key, { failures: read(key) + 1, at: now() });
    },
    clear: (key: string) => counts.delete(key),
  };
}
