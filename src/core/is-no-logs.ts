/**
 * Whether an error is the API's answer that a prompt has no logs. A 404 that says more than that is
 * the platform's: the API is away, and nothing is known of the logs.
 */
export function isNoLogs(error: unknown): boolean {
  const { status, body } = Object(error) as { readonly status?: unknown; readonly body?: unknown };
  if (status !== 404) return false;
  if (body === undefined || body === '') return true;
  if (typeof body !== 'object' || body === null) return false;
  return Object.keys(body).every((key) => key === 'error' || key === 'message');
}
