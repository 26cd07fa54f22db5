import { PromptCrafterError } from '../../src/index.ts';

/** What a promise rejects with; one that resolves is the failure. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Resolved with ${JSON.stringify(value)}, where a rejection was expected.`);
}

/** The error of ours that a promise rejects with. */
export async function errorOf<T extends PromptCrafterError = PromptCrafterError>(
  promise: Promise<unknown>,
  errorClass: abstract new (...args: never[]) => T = PromptCrafterError as never,
): Promise<T> {
  const error = await rejectionOf(promise);
  if (error instanceof errorClass) return error;
  throw new Error(`Rejected with ${String(error)} instead of a ${errorClass.name}.`, {
    cause: error,
  });
}
