import { isPlatformNotFound } from './is-platform-not-found.ts';

/**
 * Whether an error is the API's answer that a prompt has no logs: it has no empty list for a prompt.
 * Another 404 is the platform's: the API is away, and nothing is known of the logs.
 */
export function isNoLogs(error: unknown): boolean {
  const { status, body } = Object(error) as { readonly status?: number; readonly body?: unknown };
  return status === 404 && !isPlatformNotFound({ status, body });
}
