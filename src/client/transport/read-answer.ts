import type { FetchResponse } from '../fetch-function.ts';
import { FetchFailure } from './fetch-failure.ts';
import { type BodyText, canDecode, isSmall, readBody } from './read-body.ts';
import { isWebStream } from './request-conversion.ts';

/** The beginning of an answer: all but its body. */
export interface AnswerHead extends Pick<FetchResponse, 'status' | 'headers'> {
  readonly type: string | undefined;
}

/** One answer, read to its end or to the limit. */
export type Answer = AnswerHead & BodyText;

const megabyte = 1024 * 1024;

/** How many bytes of a body are read. */
export const bodyLimits = {
  list: 256 * megabyte,
  /** One record can hold some megabytes. */
  record: 32 * megabyte,
  error: 64 * 1024,
} as const;

/** Copies the fields: those of a `Response` are inherited, and lost when it is spread. */
export const toHead = ({ status, type, headers }: FetchResponse): AnswerHead => ({
  status,
  type,
  headers,
});

/**
 * Reads an answer to its end, or to the limit.
 *
 * @throws {@link FetchFailure} when a success broke off.
 */
export async function readAnswer(
  response: FetchResponse,
  limit: number,
  signal: AbortSignal,
  count: (bytes: number) => void,
): Promise<Answer> {
  const head = toHead(response);
  const { status, headers } = head;
  const isError = status >= 400;
  // The body of a redirect is of no use.
  if (!isError && !(status >= 200 && status < 300)) {
    discard(response);
    return { ...head, text: '', cut: false };
  }
  try {
    const longest = isError ? bodyLimits.error : limit;
    // Asked for only where it is needed: some answers make their stream when they are.
    const body = isSmall(headers) ? undefined : response.body;
    if (isWebStream(body) && canDecode()) {
      return { ...head, ...(await readBody(body, longest, signal, count)) };
    }
    const text = await response.text();
    return { ...head, text: text.slice(0, longest), cut: text.length > longest };
  } catch (cause) {
    if (isError) return { ...head, text: '', cut: true };
    throw cause instanceof FetchFailure ? cause : new FetchFailure(cause);
  }
}

/** Cancels a body that nobody reads, whatever kind of stream it is. */
export function discard({ body }: Pick<FetchResponse, 'body'>): void {
  const { cancel, destroy } = Object(body) as { cancel?: unknown; destroy?: unknown };
  try {
    if (typeof cancel === 'function') {
      Promise.resolve((body as ReadableStream).cancel()).catch(() => undefined);
    } else if (typeof destroy === 'function') destroy.call(body);
  } catch {
    // A stream that has another reader cannot be cancelled.
  }
}
