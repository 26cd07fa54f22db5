import { findOperation } from '../../api/find-operation.ts';
import { operations } from '../../core/operations.ts';
import { healthPath } from '../with-health.ts';
import { toPageRoute } from '../with-page.ts';

/**
 * What was answered, as `GET /prompts/{id} 200 3 ms`. Ids and queries are left out: a log is read by
 * more people than a prompt.
 */
export function toAccessLine(
  method: string,
  target: string,
  status: number | undefined,
  ms: number,
): string {
  return `${method} ${toRoute(method, target)} ${status ?? 'cut off'} ${Math.round(ms)} ms`;
}

function toRoute(method: string, target: string): string {
  const [path = '', query] = target.split('?', 2);
  if (path === healthPath) return path;
  const operation = findOperation(method, path, new URLSearchParams(query));
  return operation ? operations[operation].path : (toPageRoute(path) ?? '(no route)');
}
