import { callSafely } from '../core/call-safely.ts';
import type { ClientConnection } from '../core/connection.ts';
import { PromptCrafterError } from '../core/errors.ts';
import type { Complaints } from './complaints.ts';
import type { QueueSettings } from './options.ts';
import { startQuietTimer } from './quiet-timer.ts';
import type { SpoolOwner } from './spool.ts';
import type { Tally } from './tally.ts';

/** What a spool may do with the queue that it was given to. */
export interface SpoolOwnerParts {
  readonly connection: ClientConnection;
  readonly settings: QueueSettings;
  readonly tally: Tally;
  readonly complaints: Complaints;
  /** Logs may be sent that could not be before. */
  readonly wake: () => void;
  /** It is known by now whose the logs are. */
  readonly onAccount: () => void;
  /** Logs in memory can be kept on the disk again. */
  readonly rescue: () => void;
}

/** How long it is believed whose the token is; a token that is set says so at once. */
const accountInterval = 100;
/** A token function that fails is not asked by each log. */
const questionInterval = 1_000;
/** How long a token function may take to say whose the logs are. */
const longestQuestion = 30_000;

/** What a spool is told of its queue, and whom it tells what happens. */
export function createSpoolOwner(parts: SpoolOwnerParts): SpoolOwner & { forgetAccount(): void } {
  const { connection, settings, tally, complaints, wake, rescue, onAccount } = parts;
  let isAsking = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let known: { account: string | undefined; at: number } | undefined;
  return {
    baseUrl: connection.baseUrl,
    account() {
      const now = performance.now();
      if (known && now - known.at < accountInterval) return known.account;
      // While a refused token is being replaced, the last one says whose the next one will be.
      if (!connection.hasToken) return known ? known.account : null;
      known = { account: connection.account, at: now };
      return known.account;
    },
    forgetAccount() {
      known = undefined;
    },
    requestAccount() {
      const now = performance.now();
      if (isAsking || now - askedAt < questionInterval) return;
      isAsking = true;
      askedAt = now;
      const timer = startQuietTimer(() => end(), longestQuestion);
      const end = () => {
        clearTimeout(timer);
        isAsking = false;
        if (connection.hasToken) onAccount();
      };
      connection.requestToken().then(end, end);
    },
    onAdopted: (count) => tally.accept(count),
    onGone(epoch, why) {
      if (why === 'lost') {
        tally.loseUnread(epoch);
        return;
      }
      const error = new PromptCrafterError(goneMessages[why], { outcome: 'unknown' });
      const failure = { input: unreadable, error, outcome: error.outcome };
      tally.failUnread(epoch, failure);
      complaints.tell('error', 'failed', error.message, { error: error.name });
      callSafely(() => settings.onFailed?.(failure));
    },
    onTrouble(reason) {
      const what = `the spool cannot be used (${reason}): logs go on in memory`;
      return complaints.tell('error', 'spool', what);
    },
    onRecovery() {
      complaints.tellEnd('spool', 'the spool works again');
    },
    onChange: wake,
    onUsable: rescue,
  };
}

const goneMessages = {
  damaged:
    'Failed to read a log from the spool: its line is damaged. It is in failed.jsonl as it was found.',
  stuck:
    'Failed to read a log from the spool: its line is damaged. It stays where it is, since failed.jsonl cannot be written.',
  nobodys:
    'Failed to send a log from the spool: its owner.json is damaged, so that nobody can know whose it is. It is in failed.jsonl: log it again if it is yours and not stored.',
} as const;

/** What is known of a log that cannot be read, or may be another account's. */
const unreadable = { promptId: '', output: '', modelUsed: '' };
