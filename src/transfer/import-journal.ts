/**
 * Where an import writes down what it has done, so that it can go on after the death of its process.
 * `openImportJournal` of `promptcrafter-client/transfer/journal` keeps it in a file.
 */
export interface ImportJournal {
  /** The whole lines that were written so far, without their ends. */
  read(): AsyncIterable<string> | Iterable<string>;
  /** Appends lines, each with its end; what was written must outlive the process when it is done. */
  write(lines: string): void | Promise<void>;
  /** Puts lines in the place of all that was written, at once. */
  replace(lines: string): void | Promise<void>;
}

/** Whose journal it is. */
export interface JournalOwner {
  readonly format: string;
  readonly baseUrl: string;
  readonly account: string | null;
}

/** An attempt of which nobody knows whether it was stored. */
export interface Doubt {
  readonly key: string;
  /** When it was sent first, by `Date.now()`, which may have been set since. */
  readonly at: number;
  /** The earliest time that its log can bear, by the server's clock; `undefined` if it was not known. */
  readonly earliest: number | undefined;
}

/** A stored log. */
export interface StoredLog {
  readonly id: string;
  /** When it was created, in ms by the server's clock. */
  readonly time: number;
}

/** What a journal says of the records of a source. */
export interface JournalState {
  /** Whether the last import has ended. */
  readonly isFinished: boolean;
  /** The highest record that is stored, or -1. */
  readonly last: number;
  /** The sum of {@link toMark} over all stored records. */
  readonly sum: bigint;
  readonly stored: number;
  /** Whether the server stored what it was sent; `undefined` if nothing was stored yet. */
  readonly isFaithful: boolean | undefined;
  readonly doubts: ReadonlyMap<number, Doubt>;
  /** The latest time of a log that is stored, or `-Infinity`. No later log is one of them. */
  readonly newest: number;
  /** Up to this time there are stored logs whose ids are forgotten, or `-Infinity`. */
  readonly forgottenUntil: number;
  /** Whether a record is stored. */
  isStored(index: number): boolean;
}

type Line = readonly [string, number, ...(string | number | readonly number[])[]];

/** Ids that outlive the end of an import. The next one may begin at once. */
const mostKept = 4_096;

/** The part of a record in the sum by which a changed source is noticed. */
export function toMark(index: number, key: string): bigint {
  return BigInt.asUintN(64, BigInt(`0x${key}`) * BigInt(2 * index + 1));
}

/**
 * Reads what a journal says, in memory for the records that are not in order. `empty` if nothing was
 * written yet, `foreign` if it is of another source.
 */
export async function readJournal(
  journal: ImportJournal,
  owner: JournalOwner,
): Promise<JournalState | 'empty' | 'foreign'> {
  const state = new StateReader();
  let isOurs: boolean | undefined;
  for await (const text of journal.read()) {
    const line = parseLine(text);
    isOurs ??= line !== undefined && isSameOwner(line, owner);
    if (!isOurs) return 'foreign';
    if (Array.isArray(line)) state.take(line as unknown as Line);
  }
  return isOurs === undefined ? 'empty' : state.toState();
}

/** Begins a journal anew. The ids of logs stored last are kept: a look must not take them for new ones. */
export async function beginJournal(
  journal: ImportJournal,
  owner: JournalOwner,
): Promise<JournalState> {
  const kept = await readKept(journal);
  await journal.replace(`${toOwnerLine(owner)}${kept}`);
  const state = new StateReader();
  for (const text of kept.split('\n').slice(0, -1)) state.take(parseLine(text) as Line);
  return state.toState();
}

/** The lines of what is kept when a journal is written anew. */
export async function readKept(journal: ImportJournal): Promise<string> {
  let logs: StoredLog[] = [];
  let forgottenUntil = -Infinity;
  const forget = () => {
    for (const { time } of logs.slice(0, -mostKept)) {
      forgottenUntil = Math.max(forgottenUntil, time);
    }
    logs = logs.slice(-mostKept);
  };
  for await (const text of journal.read()) {
    const line = parseLine(text);
    if (!Array.isArray(line)) continue;
    const log = toStoredLog(line as unknown as Line);
    if (log) logs.push(log);
    if (line[0] === 'f') forgottenUntil = Math.max(forgottenUntil, Number(line[1]));
    if (logs.length >= 2 * mostKept) forget();
  }
  forget();
  const lines = logs.map(({ id, time }) => ['k', 0, id, time]);
  const all = forgottenUntil === -Infinity ? lines : [['f', forgottenUntil], ...lines];
  return all.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Which of these ids are those of logs that are stored, by the journal. */
export async function findStoredIds(
  journal: ImportJournal,
  ids: ReadonlySet<string>,
): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const text of journal.read()) {
    // Most lines are of another kind, and the journal may be long.
    if (!text.startsWith('["d"') && !text.startsWith('["k"')) continue;
    const line = parseLine(text);
    const log = Array.isArray(line) ? toStoredLog(line as unknown as Line) : undefined;
    if (log && ids.has(log.id)) found.add(log.id);
  }
  return found;
}

/** The line that names the owner. */
export const toOwnerLine = (owner: JournalOwner) => `${JSON.stringify({ v: 1, ...owner })}\n`;

/** The line of an import that has ended. `open` are the records that are not stored. */
export function toFinishedLine(
  count: number,
  { sum, stored }: { readonly sum: bigint; readonly stored: number },
  open: readonly number[],
): string {
  return `${JSON.stringify(['e', count, sum.toString(16), stored, open])}\n`;
}

function parseLine(text: string): object | undefined {
  try {
    return Object(JSON.parse(text));
  } catch {
    // It broke off when the process died.
    return undefined;
  }
}

/** The log of a line that names one. The time of one that bears none is `NaN`. */
function toStoredLog([kind, , id, time]: Line): StoredLog | undefined {
  if (kind !== 'd' && kind !== 'k') return undefined;
  return { id: String(id), time: typeof time === 'number' ? time : Number.NaN };
}

function isSameOwner(line: object, { format, baseUrl, account }: JournalOwner): boolean {
  const given = line as Partial<JournalOwner> & { readonly v?: unknown };
  return (
    given.v === 1 &&
    given.format === format &&
    given.baseUrl === baseUrl &&
    (given.account ?? null) === account
  );
}

/** Follows the lines. What is stored below `#low` is not kept, but for the gaps. */
class StateReader {
  readonly doubts = new Map<number, Doubt>();
  #isFinished = false;
  #isUnfaithful = false;
  #last = -1;
  #low = 0;
  #sum = 0n;
  #stored = 0;
  #newest = -Infinity;
  #forgottenUntil = -Infinity;
  /** Stored records from `#low` on. */
  readonly #above = new Set<number>();
  /** Records below `#low` that are not stored. */
  readonly #gaps = new Set<number>();

  take(line: Line): void {
    const [kind, index, ...rest] = line;
    const log = toStoredLog(line);
    if (log && log.time > this.#newest) this.#newest = log.time;
    if (kind === 'k') return;
    if (kind === 'f') {
      this.#forgottenUntil = Math.max(this.#forgottenUntil, index);
      return;
    }
    if (kind === 'e') {
      this.#finish(index, rest);
      return;
    }
    this.#isFinished = false;
    if (kind === 's') {
      const [key, at, earliest] = rest as [string, number, number?];
      // Of several attempts the first one counts, unless it was settled.
      if (this.doubts.has(index)) return;
      this.doubts.set(index, { key, at, earliest });
    } else if (kind === 'n') {
      this.doubts.delete(index);
      // It is refused: nothing waits for it.
      if (rest[0] === 'refused') this.#pass(index);
    } else if (kind === 'd') this.#store(index);
    else if (kind === 'x') this.#isUnfaithful = true;
  }

  toState(): JournalState {
    const [low, above, gaps] = [this.#low, this.#above, this.#gaps];
    return {
      isFinished: this.#isFinished,
      last: this.#last,
      sum: this.#sum,
      stored: this.#stored,
      isFaithful: this.#isUnfaithful ? false : this.#stored > 0 ? true : undefined,
      doubts: this.doubts,
      newest: this.#newest,
      forgottenUntil: this.#forgottenUntil,
      isStored: (index) => (index < low ? !gaps.has(index) : above.has(index)),
    };
  }

  #store(index: number): void {
    const doubt = this.doubts.get(index);
    if (!doubt) return;
    this.doubts.delete(index);
    this.#sum = BigInt.asUintN(64, this.#sum + toMark(index, doubt.key));
    this.#stored += 1;
    this.#last = Math.max(this.#last, index);
    if (this.#gaps.delete(index) && index < this.#low) return;
    this.#above.add(index);
    this.#rise();
  }

  #pass(index: number): void {
    if (index < this.#low) return;
    this.#gaps.add(index);
    this.#rise();
  }

  #rise(): void {
    for (;;) {
      if (this.#above.delete(this.#low)) this.#low += 1;
      else if (this.#gaps.has(this.#low)) this.#low += 1;
      else return;
    }
  }

  #finish(count: number, [sum, stored, open]: readonly unknown[]): void {
    this.#isFinished = true;
    this.#low = count;
    this.#sum = BigInt(`0x${sum}`);
    this.#stored = Number(stored);
    for (const index of open as readonly number[]) this.#gaps.add(index);
    this.#last = count - 1;
    while (this.#last >= 0 && this.#gaps.has(this.#last)) this.#last -= 1;
  }
}
