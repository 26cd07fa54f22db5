import { PromptCrafterAPIError, PromptCrafterError } from 'promptcrafter-client';

/** What a user is told of an error: the server's words, and what a failed call left behind. */
export function Trouble({ error }: { readonly error: unknown }) {
  return <p role="alert">{describe(error)}</p>;
}

function describe(error: unknown): string {
  if (error instanceof PromptCrafterAPIError) return error.message;
  if (!(error instanceof PromptCrafterError)) return 'Something went wrong.';
  return error.outcome === 'unknown'
    ? 'The answer was lost. Look whether it was done before you do it again.'
    : 'The API cannot be reached. Nothing was changed.';
}
