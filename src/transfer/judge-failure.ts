import { isErrorLike } from '../core/error-like.ts';
import { isPlatformNotFound } from '../core/is-platform-not-found.ts';

/** What a failed attempt means: nothing will get through, the record is refused, or the API is away. */
export type Verdict =
  | { readonly kind: 'stop' }
  | {
      readonly kind: 'refused' | 'outage';
      /** Whether the attempt may have stored the log although it failed. */
      readonly isDoubtful: boolean;
      /** Milliseconds that the server asked to wait. */
      readonly retryAfter: number | undefined;
    };

/** What is known of an error by its shape. */
interface Failure {
  readonly name?: unknown;
  readonly status?: number;
  readonly body?: unknown;
  readonly outcome?: unknown;
  readonly retryable?: unknown;
  readonly retryAfter?: number;
  readonly issues?: readonly { readonly path: string }[];
}

/** Judges what a create or a list rejected with. */
export function judgeFailure(error: unknown): Verdict {
  const failure: Failure = Object(error);
  const { status, retryAfter } = failure;
  const isDoubtful = failure.outcome !== 'not-applied';
  return { kind: toKind(failure, status), isDoubtful, retryAfter };
}

function toKind(failure: Failure, status: number | undefined): Verdict['kind'] {
  if (failure.name === 'PromptCrafterValidationError') {
    const fields = ['promptId', 'output', 'modelUsed', 'notes', 'score', 'meta'];
    const isOfRecord = failure.issues?.some(({ path }) =>
      fields.includes(path.split('.')[0] ?? ''),
    );
    return isOfRecord ? 'refused' : 'stop';
  }
  if (status === undefined || isOutage(status, failure)) return 'outage';
  if (status === 401) return 'stop';
  return status >= 400 ? 'refused' : 'outage';
}

const isOutage = (status: number, { body }: Failure) =>
  status === 408 || status === 429 || status >= 500 || isPlatformNotFound({ status, body });

/** What failed, in the words of the error. */
export const toReason = (error: unknown) => (isErrorLike(error) ? error.message : String(error));
