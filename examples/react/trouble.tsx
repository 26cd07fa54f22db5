import {
  AuthenticationError,
  PromptCrafterConnectionError,
  PromptCrafterError,
} from 'promptcrafter-client';

/** What a user is told of an error, first of all what a failed call may have left behind. */
export function Trouble({ error }: { readonly error: unknown }) {
  return (
    <p role="alert">
      {describe(error)}
      {/* The token is in memory alone: a page that is loaded again asks for a login. */}
      {error instanceof AuthenticationError && <a href="."> Load the page again to log in.</a>}
    </p>
  );
}

function describe(error: unknown): string {
  if (!(error instanceof PromptCrafterError)) return 'Something went wrong.';
  if (error.outcome === 'unknown') {
    return 'The answer was lost. Look whether it was done before you do it again.';
  }
  if (error instanceof PromptCrafterConnectionError) {
    return 'The API cannot be reached. Nothing was changed.';
  }
  return error.message;
}
