import type { LogBody } from '../core/schemas/log.ts';

/** A request under way that may store a log. */
export interface Attempt {
  readonly body: LogBody;
  readonly sentAt: number;
  hasEnded: boolean;
}

/** The requests of a queue that may store a log and have not been answered. */
export class Attempts {
  readonly #underWay = new Set<Attempt>();

  get count(): number {
    return this.#underWay.size;
  }

  begin(body: LogBody, sentAt: number): Attempt {
    const attempt = { body, sentAt, hasEnded: false };
    this.#underWay.add(attempt);
    return attempt;
  }

  end(attempt: Attempt): void {
    attempt.hasEnded = true;
    this.#underWay.delete(attempt);
  }

  /** When the oldest of them was sent; `Infinity` where there is none. */
  get oldest(): number {
    // They are in the order in which they were sent.
    for (const { sentAt } of this.#underWay) return sentAt;
    return Number.POSITIVE_INFINITY;
  }

  /** Gives a function that says whether any of those that send a log now still does. */
  watchSame(isSame: (body: LogBody) => boolean): () => boolean {
    const same = Array.from(this.#underWay).filter(({ body }) => isSame(body));
    return () => same.some(({ hasEnded }) => !hasEnded);
  }
}
