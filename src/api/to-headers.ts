/** The headers of a message as Node gives them. */
type MessageHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export function toHeaders(given: MessageHeaders): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined)
      headers.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  return headers;
}
