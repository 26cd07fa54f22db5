import { type Operation, type OperationName, operations } from '../core/operations.ts';

/** A draft of the API's description lists the logs of a prompt here; so does this API. */
const pathOfDraft = '/logs-by-prompt';

const routes = (Object.entries(operations) as [OperationName, Operation][]).map(
  ([name, { method, path, query }]) => ({ name, method, query, pattern: toPattern(path) }),
);

/** The operation that a request asks for; `undefined` when the API has no such route. */
export function findOperation(
  method: string,
  path: string,
  query: URLSearchParams,
): OperationName | undefined {
  if (path === pathOfDraft) return method === 'GET' ? 'getLogsByPrompt' : undefined;
  const found = routes.filter((route) => route.method === method && route.pattern.test(path));
  // Two operations share `GET /logs`: the parameter of the one tells them apart.
  const asked = found.find((route) => route.query !== undefined && query.has(route.query));
  return (asked ?? found.find((route) => route.query === undefined) ?? found[0])?.name;
}

/** Every path of the API, with `{id}` for one segment. */
export const paths: readonly string[] = [
  ...new Set(Object.values(operations).map(({ path }) => path)),
  pathOfDraft,
];

/** An id may be empty here: that is a malformed id and not another route. */
function toPattern(path: string): RegExp {
  return new RegExp(`^${path.replace('{id}', '[^/]*')}$`);
}
