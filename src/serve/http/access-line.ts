import { findOperation } from '../../api/find-operation.ts';
import { operations } from '../../core/operations.ts';

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
  const [path = '', query] = target.split('?', 2);
  const operation = findOperation(method, path, new URLSearchParams(query));
  const route = operation ? operations[operation].path : '(no route)';
  return `${method} ${route} ${status ?? 'cut off'} ${Math.round(ms)} ms`;
}
