/** Why the program cannot do what it was asked. Its message is one line that says what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
}

/** What the arguments cannot mean, as the second half of a line. */
export class ArgumentsError extends Error {
  override readonly name = 'ArgumentsError';
}

/** Refuses the value of an option or an argument, which is not repeated: it may be a secret. */
export function refuseArguments(reason: string): never {
  throw new ArgumentsError(reason);
}
