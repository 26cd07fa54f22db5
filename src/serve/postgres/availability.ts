import { StoreUnavailableError } from '../../api/store.ts';
import { toFailureReason } from './failure-reason.ts';

/** Tells failures of the database from bugs of this program. */
export interface Availability {
  /** @throws {@link StoreUnavailableError} when the database cannot do what it is asked. */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** In milliseconds, how long a reason that was reported is not reported again. */
const quietMs = 60_000;

/** Reports each reason once, when it begins, and again where it lasts. */
export function createAvailability(
  name: string,
  report: (error: unknown) => void,
  now = () => performance.now(),
): Availability {
  const reported = new Map<string, number>();
  return {
    async run(work) {
      try {
        return await work();
      } catch (error) {
        const reason = toFailureReason(error);
        if (reason === undefined) throw error;
        const unavailable = new StoreUnavailableError(
          `Failed to use ${name}: ${reason}. Requests are answered with 503 until it is well again.`,
        );
        if (now() - (reported.get(reason) ?? -quietMs) >= quietMs) {
          reported.set(reason, now());
          report(unavailable);
        }
        throw unavailable;
      }
    },
  };
}
