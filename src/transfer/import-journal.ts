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
  /** When it was sent first, by `Date.now()`. */
  readonly at: number;
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
  /** Whether a record is stored. */
  isStored(index: number): boolean;
  /** Ids of the stored logs whose content one of the doubts has. */
  readonly known: ReadonlyMap<string, ReadonlySet<string>>;
}

type Line = readonly [string, number, ...(string | number | readonly number[])[]];

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
  if (isOurs === undefined) return 'empty';
  const { doubts } = state;
  const keys = new Set(Array.from(doubts.values(), ({ key }) => key));
  const known = keys.size > 0 ? await readKnown(journal, keys) : new Map<string, Set<string>>();
  return { ...state.toState(), known };
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
  /** Stored records from `#low` on. */
  readonly #above = new Set<number>();
  /** Records below `#low` that are not stored. */
  readonly #gaps = new Set<number>();

  take([kind, index, ...rest]: Line): void {
    if (kind === 'e') {
      this.#finish(index, rest);
      return;
    }
    this.#isFinished = false;
    if (kind === 's') {
      const [key, at] = rest as [string, number];
      // Of several attempts the first one counts, unless it was settled.
      if (!this.doubts.has(index)) this.doubts.set(index, { key, at });
    } else if (kind === 'n') {
      this.doubts.delete(index);
      // It is refused: nothing waits for it.
      if (rest[0] === 'refused') this.#pass(index);
    } else if (kind === 'd') this.#store(index);
    else if (kind === 'x') this.#isUnfaithful = true;
  }

  toState(): Omit<JournalState, 'known'> {
    const [low, above, gaps] = [this.#low, this.#above, this.#gaps];
    return {
      isFinished: this.#isFinished,
      last: this.#last,
      sum: this.#sum,
      stored: this.#stored,
      isFaithful: this.#isUnfaithful ? false : this.#stored > 0 ? true : undefined,
      doubts: this.doubts,
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

/** Reads once more, for the ids of those logs alone that a doubtful one could be taken for. */
async function readKnown(
  journal: ImportJournal,
  keys: ReadonlySet<string>,
): Promise<Map<string, Set<string>>> {
  const known = new Map<string, Set<string>>();
  const sent = new Map<number, string>();
  for await (const text of journal.read()) {
    const line = parseLine(text);
    if (!Array.isArray(line)) continue;
    const [kind, index, value] = line as unknown as Line;
    if (kind === 's' && keys.has(String(value))) sent.set(index, String(value));
    const key = kind === 'd' ? sent.get(index) : undefined;
    if (key === undefined) continue;
    const ids = known.get(key) ?? new Set();
    known.set(key, ids.add(String(value)));
  }
  return known;
}
