import { isPlatformNotFound } from './is-platform-not-found.ts';

/** Whether a list of logs was answered with the API's own 404: it has no empty list for a prompt. */
export function isEmptyList(error: unknown): boolean {
  const { status, body } = Object(error) as { readonly status?: number; readonly body?: unknown };
  return status === 404 && !isPlatformNotFound({ status, body });
}
