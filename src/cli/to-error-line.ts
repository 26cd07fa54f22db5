import { CommanderError } from 'commander';
import { isErrorLike } from '../core/error-like.ts';
import { escapeControls } from '../core/escape-controls.ts';
import { maskSecrets } from '../serve/mask-secrets.ts';
import { ArgumentsError } from './cli-error.ts';

/** What is printed of an error: one line, whose end says what to do. */
export function toErrorLine(error: unknown, command: string): string {
  return escapeControls(toMessage(error, command));
}

function toMessage(error: unknown, command: string): string {
  const reason = readArgumentsReason(error, command);
  if (reason !== undefined) {
    return `Failed to read the arguments: ${maskSecrets(reason)}. See ${command} --help for what there is.`;
  }
  const message = isErrorLike(error) ? error.message : String(error);
  return message.startsWith('Failed to ') ? message : `Failed to run ${command}: ${message}.`;
}

/** What is wrong with the arguments, if that is what an error says. */
function readArgumentsReason(error: unknown, command: string): string | undefined {
  if (error instanceof ArgumentsError) return error.message;
  if (!(error instanceof CommanderError)) return undefined;
  if (error.code === 'commander.help') return `'${command}' is a group of commands`;
  return (
    error.message
      .replace(/^error: /, '')
      .replace(/\n\(Did you mean (.*)\?\)$/, ' (did you mean $1?)')
      // What follows the name of an option may be a secret.
      .replace(/^(unknown option '[^=']*)=.*?'/s, "$1'")
  );
}
