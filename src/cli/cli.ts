#!/usr/bin/env node
import { version } from '../../package.json';
import { getErrorCode, ServeError } from '../serve/serve-error.ts';
import { type Command, parseArguments } from './arguments.ts';
import { help } from './help.ts';
import { createLineWriter } from './line-writer.ts';

const printError = createLineWriter(process.stderr);

async function run(command: Command): Promise<void> {
  if (command.name === 'serve') {
    ignoreExperimentalWarnings();
    const { serve } = await import('./serve.ts');
    await serve(command.options);
  } else {
    createLineWriter(process.stdout)(command.name === 'help' ? help : version);
  }
}

/** Node 22 warns that its SQLite is experimental, which users can do nothing about. */
function ignoreExperimentalWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') printError(`${name}: ${message}`);
  });
}

function toLine(error: unknown): string {
  if (error instanceof ServeError) return error.message;
  if (getErrorCode(error) === 'ERR_UNKNOWN_BUILTIN_MODULE') {
    return `Failed to serve: Node ${process.versions.node} has no SQLite. Use Node 22.13 or later.`;
  }
  return `Failed to serve: ${error instanceof Error ? error.message : String(error)}.`;
}

try {
  await run(parseArguments(process.argv.slice(2)));
} catch (error) {
  printError(toLine(error));
  process.exitCode = 1;
}
