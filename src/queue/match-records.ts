/** A log that may be stored. */
export interface Wanted {
  /** When it was sent first, by the server's clock. */
  readonly since: number;
}

/** A stored record that is, field for field, what was sent. */
export interface Candidate {
  /** In ms of the server's clock. */
  readonly createdAt: number;
}

/** What records are matched by. */
export interface MatchRules<W, C> {
  /** Whether a record was created since a log was sent. */
  fits(candidate: C, log: W): boolean;
  /** Takes a record, unless it is somebody else's. It has the last word. */
  take(candidate: C): boolean;
}

/**
 * Gives each log a record of its own, where there is one, of logs and records that all hold the
 * same. A log that was sent later has fewer records to choose from, and whatever fits it fits the
 * earlier ones too: it chooses first, so that as many as possible find one.
 */
export function matchRecords<W extends Wanted, C extends Candidate>(
  wanted: readonly W[],
  candidates: readonly C[],
  { fits, take }: MatchRules<W, C>,
): Map<W, C> {
  const matched = new Map<W, C>();
  const latestFirst = Array.from(wanted).sort((a, b) => b.since - a.since);
  const records = Array.from(candidates).sort((a, b) => a.createdAt - b.createdAt);
  /** The records that fit the present log, the oldest last. */
  const free: C[] = [];
  for (const log of latestFirst) {
    for (let last = records.at(-1); last && fits(last, log); last = records.at(-1)) {
      free.push(last);
      records.pop();
    }
    // The oldest first: younger ones may be all that another caller of the client can have.
    let record = free.pop();
    while (record && !take(record)) record = free.pop();
    if (record) matched.set(log, record);
  }
  return matched;
}
