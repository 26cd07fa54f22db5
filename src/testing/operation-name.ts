/**
 * What a request asks for, by the name of the client's method. These are the names of
 * `core/operations.ts`, whose types would bring those of zod into the package's declarations.
 */
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
