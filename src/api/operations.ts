/** What a request asks for, by the name of the client's method. */
export type OperationName =
  | 'signup'
  | 'login'
  | 'getPrompts'
  | 'createPrompt'
  | 'getPromptById'
  | 'updatePrompt'
  | 'deletePrompt'
  | 'searchPrompts'
  | 'getLogs'
  | 'getLogsByPrompt'
  | 'createLog'
  | 'deleteLog';

interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** `:id` is one path segment, which may be empty: that is a malformed id, not another route. */
  readonly path: string;
}

export const operations = {
  signup: { method: 'POST', path: '/auth/signup' },
  login: { method: 'POST', path: '/auth/login' },
  getPrompts: { method: 'GET', path: '/prompts' },
  createPrompt: { method: 'POST', path: '/prompts' },
  getPromptById: { method: 'GET', path: '/prompts/:id' },
  updatePrompt: { method: 'PATCH', path: '/prompts/:id' },
  deletePrompt: { method: 'DELETE', path: '/prompts/:id' },
  searchPrompts: { method: 'GET', path: '/search' },
  getLogs: { method: 'GET', path: '/logs' },
  // The same route as `getLogs`; `findOperation` tells them apart by the query.
  getLogsByPrompt: { method: 'GET', path: '/logs' },
  createLog: { method: 'POST', path: '/logs' },
  deleteLog: { method: 'DELETE', path: '/logs/:id' },
} as const satisfies Record<OperationName, Operation>;

/** Which operation a request asks for; `undefined` when the API has no such route. */
export function findOperation(
  method: string,
  path: string,
  query: URLSearchParams,
): OperationName | undefined {
  const key = `${method} ${path.replace(/^\/(prompts|logs)\/[^/]*$/, '/$1/:id')}`;
  if (key === 'GET /logs') return query.has('promptId') ? 'getLogsByPrompt' : 'getLogs';
  return operationsByKey.get(key);
}

const operationsByKey = new Map(
  (Object.keys(operations) as OperationName[]).map((name) => {
    const { method, path } = operations[name];
    return [`${method} ${path}`, name];
  }),
);
