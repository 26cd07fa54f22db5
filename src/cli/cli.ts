#!/usr/bin/env node
import { type Command, CommanderError } from 'commander';
import { commandList } from './command-list.ts';
import { exitCodes } from './exit-codes.ts';
import { createLineWriter } from './line-writer.ts';
import { ReaderGone } from './output.ts';
import { createProgram } from './program.ts';
import { toErrorLine } from './to-error-line.ts';
import { resolveHelp } from './unknown-command.ts';
import { Interrupted } from './with-interrupt.ts';

// A reader that leaves early, such as `head`, is no error.
process.stdout.on('error', () => {});
const printError = createLineWriter(process.stderr);

async function run(given: string[]): Promise<void> {
  const args = resolveHelp(given, commandList);
  const program = await createProgram(args);
  try {
    await program.parseAsync(args.length > 0 ? args : ['--help'], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return;
    if (error instanceof ReaderGone) return;
    if (error instanceof Interrupted) return dieOf(error.signal);
    printError(toErrorLine(error, toCommandName(program, args)));
    process.exitCode = exitCodes.failed;
  }
}

/** Ends the program as a signal does, which a shell can tell from an exit code. */
function dieOf(signal: NodeJS.Signals): void {
  process.kill(process.pid, signal);
}

/** The command that the arguments call, as far as there is one. */
function toCommandName(program: Command, args: readonly string[]): string {
  const names = [program.name()];
  let { commands } = program;
  for (const arg of args) {
    const called = commands.find((command) => command.name() === arg);
    if (!called) break;
    names.push(arg);
    commands = called.commands;
  }
  return names.join(' ');
}

await run(process.argv.slice(2));
