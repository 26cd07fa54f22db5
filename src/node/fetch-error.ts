/** What `fetch` rejects with where no answer came. */
export function toFetchError(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

/** An error with a code, as those of Node have one. */
export function createCodedError(message: string, code: string, cause?: unknown): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { code });
}

/** What is wrong with an argument, or with the environment. Its code says that nothing was sent. */
export function refuse(reason: string): TypeError {
  const error = new TypeError(`Failed to send a request: ${reason}.`);
  return Object.assign(error, { code: 'ERR_INVALID_ARG_VALUE' });
}
