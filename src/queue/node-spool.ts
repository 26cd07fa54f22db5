/**
 * A folder in which a log queue keeps what it has accepted, until it is stored.
 *
 * @module promptcrafter-client/queue/spool
 */
import { resolve } from 'node:path';
import { readOwnIdentity } from '../files/node-process-identity.ts';
import { NodeSpoolStore } from './spool/node-spool-store.ts';
import type { AttachableSpool, Spool } from './spool.ts';

export type { Spool } from './spool.ts';

/** How {@link openSpool} keeps a folder. */
export interface SpoolOptions {
  /**
   * Bytes that the folder may hold, `failed.jsonl` included; beyond them `log` is `false`.
   * @defaultValue 1 GiB
   */
  maxBytes?: number | undefined;
  /**
   * When a log is on the disk itself, which outlives the death of the machine: `'batch'` within
   * 100 ms, `'always'` before `log` returns, `'never'` when the system sees fit. The death of the
   * process loses nothing in any case.
   * @defaultValue `'batch'`
   */
  fsync?: 'batch' | 'always' | 'never' | undefined;
  /**
   * Whose logs these are, for a token that does not say: another account's logs are left alone.
   * @defaultValue the `sub` of the token
   */
  account?: string | undefined;
}

const defaultMaxBytes = 1024 ** 3;

/**
 * Gives a folder to a log queue (Node, Deno and Bun). Accepted logs are in it until they are
 * stored, whatever becomes of the process; several processes can use one folder. It never throws: of
 * a folder that cannot be used the queue's logger hears, and logs go on in memory.
 *
 * @example
 * ```ts
 * import PromptCrafterClient from 'promptcrafter-client';
 * import { createLogQueue } from 'promptcrafter-client/queue';
 * import { openSpool } from 'promptcrafter-client/queue/spool';
 *
 * const spool = openSpool('.promptcrafter');
 * const queue = createLogQueue(new PromptCrafterClient(), { spool });
 * queue.log({ promptId: 'prompt104', output: 'It began in Britain.', modelUsed: 'gpt-4o' });
 * await queue.close();
 * ```
 */
export function openSpool(folder: string, options: SpoolOptions = {}): Spool {
  const { maxBytes, fsync, account } = options;
  const settings = {
    folder: toPath(folder),
    maxBytes: typeof maxBytes === 'number' && maxBytes > 0 ? maxBytes : defaultMaxBytes,
    fsync: fsync === 'always' || fsync === 'never' ? fsync : 'batch',
    account,
    identity: readOwnIdentity(),
  } as const;
  const spool: AttachableSpool = {
    folder: settings.folder,
    attach: (owner) => new NodeSpoolStore(settings, owner),
  };
  return spool;
}

/** The folder as it is now: the program may change its directory. */
function toPath(folder: unknown): string {
  try {
    return resolve(String(folder));
  } catch {
    // It will turn out to be no folder.
    return '';
  }
}
