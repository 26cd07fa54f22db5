import { type Command, Option } from 'commander';
import type { PromptCrafterClient } from '../index.ts';
import { refuseArguments } from './cli-error.ts';
import type { LoginAdvice } from './connect.ts';
import { describeFailure } from './describe-failure.ts';
import type { ExitCode } from './exit-codes.ts';
import { Output } from './output.ts';
import { toExamples } from './to-examples.ts';
import { withInterrupt } from './with-interrupt.ts';

/** Options that every command has which asks the API. */
export interface ApiOptions {
  readonly profile?: string;
  readonly json?: true;
}

/** What a command is given. */
export interface CommandContext<Options> {
  readonly client: PromptCrafterClient;
  readonly baseUrl: string;
  readonly options: Options & ApiOptions;
  /** What to do where the login is not taken. */
  readonly advice: LoginAdvice;
  readonly output: Output;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

/** Does what a command is there for. Without an exit code it is 0. */
export type CommandAction<Options> = (
  context: CommandContext<Options>,
  ...args: string[]
) => Promise<ExitCode | undefined>;

/** How a command is described. */
export interface ApiCommand<Options> {
  /** What it does, for errors: `list prompts`. */
  readonly goal: string;
  readonly examples: readonly string[];
  /** Why there is no `--json`, where a command has none. */
  readonly withoutJson?: string;
  readonly action: CommandAction<Options>;
}

/** Adds what all commands have that ask the API, and runs one of them. */
export function defineApiCommand<Options>(
  command: Command,
  { goal, examples, withoutJson, action }: ApiCommand<Options>,
): void {
  command
    .addOption(new Option('--json', 'print one JSON document').hideHelp(withoutJson !== undefined))
    .option('--profile <name>', 'use the login of this name')
    .addHelpText('after', toExamples(examples))
    .action(async (...given: unknown[]) => {
      const args = given.slice(0, -2).flat() as string[];
      const options = given.at(-2) as Options & ApiOptions;
      if (options.json && withoutJson !== undefined) refuseArguments(withoutJson);
      // The client is loaded here, so that help and completions do without.
      const { connect } = await import('./connect.ts');
      const { client, baseUrl, advice } = connect(options);
      const output = new Output(process.stdout);
      try {
        const code = await withInterrupt((signal) =>
          action({ client, baseUrl, advice, options, output, signal }, ...args),
        );
        process.exitCode = code ?? 0;
      } catch (error) {
        throw describeFailure(error, goal, baseUrl, advice);
      }
    });
}
