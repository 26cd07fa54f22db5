import type { Command } from 'commander';
import type { PromptCrafterClient } from '../../index.ts';
import type { McpClient } from '../../mcp/index.ts';
import { CliError } from '../cli-error.ts';
import type { Connected, ConnectOptions } from '../connect.ts';
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
  const { serveMcpOverStdio } = await import('../../mcp/index.ts');
  const evals = await import('../../evals/index.ts');
  const { connect } = await import('../connect.ts');
  const login = new LateLogin(() => connect(options));
  await withInterrupt((signal) =>
    serveMcpOverStdio(toMcpClient(login), {
      write: options.write,
      evals,
      signal,
      isLoggedIn: () => login.isThere(),
      loginAdvice: () => login.advice,
      report: (error) => printError(toErrorLine(error, 'promptcrafter-client mcp')),
    }),
  );
}

/** A login that may be made while the server runs: it is looked for until there is one. */
class LateLogin {
  readonly #connect: () => Connected;
  #connected: Connected | undefined;
  /** Why there is none yet. */
  #reason: string | undefined;

  constructor(connect: () => Connected) {
    this.#connect = connect;
  }

  /** @throws {@link CliError} while there is none. */
  get client(): PromptCrafterClient {
    this.#connected ??= this.#connect();
    return this.#connected.client;
  }

  isThere(): boolean {
    try {
      return this.client !== undefined;
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.#reason = error.message;
      return false;
    }
  }

  /** What an agent tells its user to do. An agent's user has the program by npx. */
  get advice(): string {
    const said = this.#connected?.advice.renew ?? this.#reason ?? '';
    const advice = said.replaceAll('promptcrafter-client login', 'npx promptcrafter-client login');
    return `Tell the user: ${advice} Then try again.`;
  }
}

/** The client of the login that there is when a tool is called. */
function toMcpClient(login: LateLogin): McpClient {
  return {
    iteratePrompts: (...args) => login.client.iteratePrompts(...args),
    searchPrompts: (...args) => login.client.searchPrompts(...args),
    getPromptById: (...args) => login.client.getPromptById(...args),
    iterateLogs: (...args) => login.client.iterateLogs(...args),
    createPrompt: (...args) => login.client.createPrompt(...args),
    updatePrompt: (...args) => login.client.updatePrompt(...args),
    createLog: (...args) => login.client.createLog(...args),
    deleteLog: (...args) => login.client.deleteLog(...args),
  };
}
