import type { Command } from 'commander';
import * as evals from '../../evals/index.ts';
import { PromptCrafterClient } from '../../index.ts';
import { serveMcpOverStdio } from '../../mcp/index.ts';
import { CliError } from '../cli-error.ts';
import { type ConnectOptions, connect } from '../connect.ts';
import { createLineWriter } from '../line-writer.ts';
import { toErrorLine } from '../to-error-line.ts';
import { toExamples } from '../to-examples.ts';
import { withInterrupt } from '../with-interrupt.ts';

/** Adds what `mcp` takes and does. */
export function defineMcp(command: Command): void {
  command
    .description(
      'Serves tools for agents over standard input and output, by the Model Context Protocol. They read; with --write they also create, change and score.',
    )
    .option('--write', 'have tools that create, change and score')
    .option('--profile <name>', 'use the login of this name')
    .addHelpText(
      'after',
      toExamples(['promptcrafter-client mcp', 'promptcrafter-client mcp --write']),
    )
    .action(serveTools);
}

async function serveTools(options: ConnectOptions & { readonly write?: boolean }): Promise<void> {
  const printError = createLineWriter(process.stderr);
  const client = connectIfPossible(options);
  await withInterrupt((signal) =>
    serveMcpOverStdio(client ?? new PromptCrafterClient({ token: '' }), {
      write: options.write,
      evals,
      signal,
      isLoggedIn: () => client !== undefined,
      report: (error) => printError(toErrorLine(error, 'promptcrafter-client mcp')),
    }),
  );
}

/** Without a login the tools are listed all the same, and say what to do when they are called. */
function connectIfPossible(options: ConnectOptions): PromptCrafterClient | undefined {
  try {
    return connect(options).client;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
