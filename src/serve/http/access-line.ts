import { findOperation } from '../../api/find-operation.ts';
import { operations } from '../../core/operations.ts';
import { descriptionPath } from '../with-description.ts';
import { healthPath } from '../with-health.ts';
import { toPageRoute } from '../with-page.ts';

/** How a line is written: for people, or as JSON for programs. */
export type AccessFormat = 'text' | 'json';

/** A request and what became of it. */
export interface Access {
  readonly method: string;
  /** Path and query, as the client asked. */
  readonly target: string;
  /** `undefined` where the answer was cut off. */
  readonly status: number | undefined;
  readonly ms: number;
}

/**
 * What was answered, as `GET /prompts/{id} 200 3 ms`, or as JSON. Ids and queries are left out: a log is
 * read by more people than a prompt.
 */
export function toAccessLine(
  { method, target, status, ms }: Access,
  format: AccessFormat = 'text',
  now = Date.now,
): string {
  const route = toRoute(method, target);
  if (format === 'text') return `${method} ${route} ${status ?? 'cut off'} ${Math.round(ms)} ms`;
  const time = new Date(now()).toISOString();
  const duration = Math.round(ms * 1000) / 1000;
  return JSON.stringify({ time, method, route, status: status ?? null, ms: duration });
}

function toRoute(method: string, target: string): string {
  const [path = '', query] = target.split('?', 2);
  if (path === healthPath || path === descriptionPath) return path;
  const asked = method === 'HEAD' ? 'GET' : method;
  const operation = findOperation(asked, path, new URLSearchParams(query));
  return operation ? operations[operation].path : (toPageRoute(path) ?? '(no route)');
}
