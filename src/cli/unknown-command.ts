import { refuseArguments } from './cli-error.ts';
import type { CommandEntry } from './command-list.ts';
import { findNearest } from './find-nearest.ts';

/** Refuses a command that there is not, with those that may be meant, also within groups. */
export function refuseUnknownCommand(word: string, entries: readonly CommandEntry[]): never {
  const calls = entries.flatMap(({ name, commands = [] }) => [
    { name, call: name },
    ...commands.map((command) => ({ name: command.name, call: `${name} ${command.name}` })),
  ]);
  const nearest = findNearest(word, [...new Set(calls.map(({ name }) => name))]);
  const meant = calls.filter(({ name }) => nearest.includes(name)).map(({ call }) => call);
  const question = meant.length === 0 ? '' : ` (did you mean ${meant.join(' or ')}?)`;
  return refuseArguments(`there is no command '${word}'${question}`);
}

/**
 * `help logs add` is `logs add --help`. Where there is no such command, it is called instead, and so
 * refused.
 */
export function resolveHelp(args: readonly string[], entries: readonly CommandEntry[]): string[] {
  const at = args.indexOf('help');
  const group = at === 1 ? entries.find(({ name }) => name === args[0]) : undefined;
  if (at !== 0 && !group?.commands) return [...args];
  const path: string[] = [];
  let left: readonly CommandEntry[] = entries;
  for (const word of args.filter((_, index) => index !== at)) {
    if (word.startsWith('-') || left.length === 0) break;
    path.push(word);
    const called = left.find(({ name }) => name === word);
    if (!called) return path;
    left = called.commands ?? [];
  }
  return [...path, '--help'];
}
