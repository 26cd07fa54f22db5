import { AuthenticationError, PromptCrafterError } from '../core/errors.ts';
import { isNearRecord } from '../core/is-same-record.ts';
import type { Log } from '../core/schemas/log.ts';
import { contentFields, toContentKey } from './content-key.ts';
import type { Delivery } from './delivery.ts';
import type { Entry } from './entry.ts';
import { judgeFailure } from './judge-failure.ts';
import { matchRecords } from './match-records.ts';
import { pauseQuietly } from './quiet-timer.ts';
import { type FoundLog, type ListReading, readList } from './read-list.ts';
import { resolveEntryBackoff } from './resolve-entry-backoff.ts';

/** Lists that settle nothing, one after the other, until a log fails with `unknown`. */
const mostDistrusted = 3;
/** The same where the API does not deliver a list, or the disk does not say what others stored. */
const mostFailed = 10;
/** How often the API may say that it stored a log, and show none. */
const mostEmptyPromises = 3;
/** How often it is asked whether another attempt has ended. */
const pollInterval = 25;

/** Doubtful logs that hold the same. */
interface Group {
  readonly key: string;
  readonly entries: Entry[];
  /** Whether an attempt that the list may show and that sends the same is still under way. */
  isAwaited: () => boolean;
}

/**
 * Finds out by one list which of a prompt's doubtful logs are stored. Those that are not may be
 * sent again; what cannot be found out fails, or is looked for later. `true` if the API gave a list.
 */
export async function look(
  delivery: Delivery,
  promptId: string,
  candidates: readonly Entry[],
  signal: AbortSignal,
): Promise<boolean> {
  const entries = candidates.filter((entry) => delivery.mayLook(entry));
  if (entries.length === 0) return false;
  const { distrust } = delivery;
  if (distrust !== undefined) {
    for (const entry of entries) delivery.fail(entry, toUnknownError(distrust));
    return true;
  }
  const groups = groupByContent(entries);
  let reading: ListReading;
  try {
    reading = await readWithToken(delivery, promptId, entries, groups, signal);
  } catch (error) {
    if (!signal.aborted) judgeFailedLook(delivery, entries, error);
    return false;
  }
  if (reading.isFaithful) delivery.isFaithful = true;
  if (reading.distrust === undefined) await decide(delivery, groups, reading, signal);
  else for (const entry of entries) postpone(delivery, entry, reading.distrust);
  return true;
}

function groupByContent(entries: readonly Entry[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const key = toContentKey(entry.body);
    const group = groups.get(key);
    if (group) group.entries.push(entry);
    else groups.set(key, { key, entries: [entry], isAwaited: () => false });
  }
  return groups;
}

/** Reads the list, and once more where a token was refused that a function can replace. */
async function readWithToken(
  delivery: Delivery,
  promptId: string,
  entries: readonly Entry[],
  groups: ReadonlyMap<string, Group>,
  signal: AbortSignal,
): Promise<ListReading> {
  const { client, journal } = delivery.parts;
  const { connection } = client;
  const stored = new Map(journal.readStored(promptId));
  for (const { id } of delivery.storedIds.ofPrompt(promptId)) stored.set(id, stored.get(id));
  // Only once the list has begun: its own headers may be the first that tell the server's time.
  const resolveEarliest = () =>
    entries.reduce(
      (first, entry) => Math.min(first, delivery.resolveWindow(entry).earliest),
      Infinity,
    );
  const question = {
    promptId,
    keys: new Set(groups.keys()),
    stored,
    toKey: (contentKey: string) => journal.toKey(contentKey),
    resolveEarliest,
    signal,
  };
  try {
    return await readList(connection, question);
  } catch (error) {
    if (!(error instanceof AuthenticationError)) throw error;
    await connection.renewToken();
    return readList(connection, question);
  }
}

/** Settles group by group, as the attempts end whose records the list may show. */
async function decide(
  delivery: Delivery,
  groups: ReadonlyMap<string, Group>,
  reading: ListReading,
  signal: AbortSignal,
): Promise<void> {
  const { client, journal } = delivery.parts;
  const listedAt = Date.now();
  const until = performance.now() + delivery.parts.longestAwait;
  for (const group of groups.values()) {
    const [first] = group.entries;
    if (!first || !reading.found.has(group.key)) continue;
    const own = delivery.attempts.watchSame((body) => toContentKey(body) === group.key);
    const others = client.connection.claims.watchSame(first.body);
    group.isAwaited = () => performance.now() < until && (own() || others());
  }
  let open = Array.from(groups.values());
  while (open.length > 0 && !signal.aborted) {
    const ready = open.filter(({ isAwaited }) => !isAwaited());
    const decided = journal.decide({
      keys: ready.map(({ key }) => key),
      listedAt,
      run(isKnown) {
        for (const group of ready) settleGroup(delivery, group, reading, isKnown);
      },
    });
    if (decided === 'unreadable') {
      const reason = 'what other processes have stored cannot be read';
      for (const { entries } of ready) {
        for (const entry of entries) postpone(delivery, entry, reason, mostFailed);
      }
    }
    if (decided !== 'wait') open = open.filter((group) => !ready.includes(group));
    if (open.length > 0) await pauseQuietly(pollInterval, signal);
  }
}

function settleGroup(
  delivery: Delivery,
  { key, entries }: Group,
  reading: ListReading,
  isKnown: (id: string) => boolean,
): void {
  const { claims } = delivery.parts.client.connection;
  const { storedIds } = delivery;
  const found = reading.found.get(key) ?? [];
  const isFree = ({ _id }: Log) => !storedIds.has(_id) && !isKnown(_id);
  const wanted = entries.map((entry) => {
    const { since, judge } = delivery.resolveWindow(entry);
    return { entry, since, judge };
  });
  const matched = matchRecords(wanted, found, {
    fits: ({ log }, { judge }) => judge(log.createdAt) === 'new',
    take: ({ log }) => isFree(log) && claims.take(log),
  });
  for (const [{ entry }, { log }] of matched) delivery.store(entry, log);
  for (const one of wanted) {
    if (matched.has(one)) continue;
    const { entry, judge } = one;
    const isUnsure = ({ log }: FoundLog) => isFree(log) && judge(log.createdAt) === 'unsure';
    const isNear = (log: Log) =>
      isFree(log) && judge(log.createdAt) !== 'old' && isNearRecord(entry.body, log, contentFields);
    const isChanged = () => !delivery.isFaithful && reading.others.some(isNear);
    if (found.some(isUnsure)) postpone(delivery, entry, 'it is unsure when it was sent');
    else if (isChanged()) postpone(delivery, entry, 'the list holds what nearly is the same');
    else if (entry.emptyPromises >= mostEmptyPromises) {
      delivery.fail(entry, toUnknownError('the API says that it stores it, and does not show it'));
    } else {
      entry.failedLooks = 0;
      delivery.clear(entry, performance.now());
    }
  }
}

/** Has a log looked for again later, or ends it where that was done often enough. */
function postpone(delivery: Delivery, entry: Entry, reason: string, most = mostDistrusted): void {
  entry.failedLooks += 1;
  if (entry.failedLooks >= most) delivery.fail(entry, toUnknownError(reason));
  else entry.dueAt = performance.now() + resolveEntryBackoff(entry.failedLooks + 1, Math.random());
}

function judgeFailedLook(delivery: Delivery, entries: readonly Entry[], error: unknown): void {
  const verdict = judgeFailure(error);
  // What fails during an outage says nothing about the list.
  const isOwn = verdict.kind === 'outage' && delivery.parts.gate.reason === undefined;
  delivery.judgeAll(verdict, error);
  const now = performance.now();
  for (const entry of entries) {
    entry.failedLooks += isOwn ? 1 : 0;
    const isHopeless = isOwn && entry.failedLooks >= mostFailed;
    if (verdict.kind === 'refused' || isHopeless) {
      delivery.fail(entry, toUnknownError('the list that would show it is refused', error));
    } else entry.dueAt = now + resolveEntryBackoff(entry.failedLooks + 1, Math.random());
  }
}

function toUnknownError(reason: string, cause?: unknown): PromptCrafterError {
  return new PromptCrafterError(
    `Failed to log an output: ${reason}, so that nobody can know whether it is stored. Look before you log it again.`,
    { outcome: 'unknown', method: 'POST', route: '/logs', cause },
  );
}
