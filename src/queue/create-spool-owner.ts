import type { ClientConnection } from '../core/connection.ts';
import { PromptCrafterError } from '../core/errors.ts';
import { callHook } from './call-hook.ts';
import type { Complaints } from './complaints.ts';
import type { QueueSettings } from './options.ts';
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
  /** Logs in memory can be kept on the disk again. */
  readonly rescue: () => void;
}

/** What a spool is told of its queue, and whom it tells what happens. */
export function createSpoolOwner(parts: SpoolOwnerParts): SpoolOwner {
  const { connection, settings, tally, complaints, wake, rescue } = parts;
  let isAsking = false;
  return {
    baseUrl: connection.baseUrl,
    account: () => (connection.hasToken ? connection.account : null),
    requestAccount() {
      if (isAsking) return;
      isAsking = true;
      const end = () => {
        isAsking = false;
        if (connection.hasToken) wake();
      };
      connection.requestToken().then(end, end);
    },
    onAdopted: (count) => tally.accept(count),
    onGone(epoch, why) {
      if (why === 'lost') {
        tally.loseUnread(epoch);
        return;
      }
      const error = new PromptCrafterError(
        'Failed to read a log from the spool: its line is damaged. It is in failed.jsonl as it was found.',
        { outcome: 'unknown' },
      );
      const failure = { input: unreadable, error, outcome: error.outcome };
      tally.failUnread(epoch, failure);
      complaints.tell('error', 'failed', error.message, { error: error.name });
      callHook(settings.onFailed, failure);
    },
    onTrouble(reason) {
      if (reason === undefined) complaints.tell('info', 'spool', 'the spool works again');
      else {
        const what = `the spool cannot be used (${reason}): logs go on in memory`;
        complaints.tell('error', 'spool', what);
      }
    },
    onChange: wake,
    onUsable: rescue,
  };
}

/** What is known of a log that nobody can read. */
const unreadable = { promptId: '', output: '', modelUsed: '' };
