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

const prompts: readonly CommandEntry[] = [
  {
    name: 'list',
    summary: 'list all prompts',
    load: async () => (await import('./commands/prompts/list.ts')).defineListPrompts,
  },
  {
    name: 'search',
    summary: 'find prompts by words of title, content or tags',
    load: async () => (await import('./commands/prompts/search.ts')).defineSearchPrompts,
  },
  {
    name: 'show',
    summary: 'show a prompt',
    load: async () => (await import('./commands/prompts/show.ts')).defineShowPrompt,
  },
  {
    name: 'create',
    summary: 'create a prompt',
    load: async () => (await import('./commands/prompts/create.ts')).defineCreatePrompt,
  },
  {
    name: 'edit',
    summary: 'edit a prompt in your editor',
    load: async () => (await import('./commands/prompts/edit.ts')).defineEditPrompt,
  },
  {
    name: 'delete',
    summary: 'delete a prompt and its logs',
    load: async () => (await import('./commands/prompts/delete.ts')).defineDeletePrompt,
  },
  {
    name: 'pull',
    summary: 'write the prompts into a TypeScript module',
    load: async () => (await import('./commands/prompts/pull.ts')).definePullPrompts,
  },
];

const logs: readonly CommandEntry[] = [
  {
    name: 'list',
    summary: 'list the logs of a prompt',
    load: async () => (await import('./commands/logs/list.ts')).defineListLogs,
  },
  {
    name: 'add',
    summary: 'log what a model answered',
    load: async () => (await import('./commands/logs/add.ts')).defineAddLog,
  },
  {
    name: 'tail',
    summary: 'print logs as they come',
    load: async () => (await import('./commands/logs/tail.ts')).defineTailLogs,
  },
  {
    name: 'export',
    summary: 'write logs as JSON Lines or CSV',
    load: async () => (await import('./commands/logs/export.ts')).defineExportLogs,
  },
  {
    name: 'import',
    summary: 'store the logs of a file, each once',
    load: async () => (await import('./commands/logs/import.ts')).defineImportLogs,
  },
];

/** All commands, in the order of the help. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'serve',
    summary: 'serve a PromptCrafter API on this machine',
    load: async () => (await import('./commands/serve.ts')).defineServe,
  },
  {
    name: 'login',
    summary: 'log in, and keep the token',
    load: async () => (await import('./commands/login.ts')).defineLogin,
  },
  {
    name: 'logout',
    summary: 'remove a login',
    load: async () => (await import('./commands/logout.ts')).defineLogout,
  },
  { name: 'prompts', summary: 'look up and change prompts', commands: prompts },
  { name: 'logs', summary: 'look up, add and move logs', commands: logs },
  {
    name: 'compare',
    summary: 'compare the scores of two prompts',
    load: async () => (await import('./commands/compare.ts')).defineCompare,
  },
  {
    name: 'eval',
    summary: 'run an evaluation, and gate on it',
    load: async () => (await import('./commands/eval.ts')).defineEval,
  },
  {
    name: 'mcp',
    summary: 'serve tools for agents',
    load: async () => (await import('./commands/mcp.ts')).defineMcp,
  },
  {
    name: 'completion',
    summary: 'print a script that completes commands in your shell',
    load: async () => {
      const { defineCompletion } = await import('./commands/completion.ts');
      return (command) => defineCompletion(command, commandList);
    },
  },
];
