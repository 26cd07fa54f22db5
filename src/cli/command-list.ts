import type { Command } from 'commander';

/** A command of the program: what the list of commands says of it, and where the rest is. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Imports what adds its arguments, options and action; only the command that is called is loaded. */
  readonly load?: () => Promise<(command: Command) => void>;
  /** The commands of a group. */
  readonly commands?: readonly CommandEntry[];
}

/** All commands, in the order of the help. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'serve a PromptCrafter API on this machine',
    load: async () => (await import('./commands/serve.ts')).defineServe,
  },
];
