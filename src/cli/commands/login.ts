import type { Command } from 'commander';
import { ask, canAsk } from '../ask.ts';
import { CliError } from '../cli-error.ts';
import { describeFailure } from '../describe-failure.ts';
import { isSameUrl } from '../is-same-url.ts';
import { readProfile, writeProfile } from '../profiles.ts';
import { readText } from '../read-stdin.ts';
import { toExamples } from '../to-examples.ts';
import { withInterrupt } from '../with-interrupt.ts';

interface LoginOptions {
  readonly email?: string;
  readonly baseUrl?: string;
  readonly passwordStdin?: true;
  readonly remember?: true;
  readonly allowInsecureHttp?: true;
  readonly profile: string;
}

/** Adds what `login` takes and does. */
export function defineLogin(command: Command): void {
  command
    .description(
      'Logs in, and keeps the token in a file that only you can read. Asks for the password, and shows nothing of it.',
    )
    .option('--email <email>', 'whose login it is; by default whose it was there, or you are asked')
    .option('--base-url <url>', 'where the API is; by default where it was, or the hosted one')
    .option('--password-stdin', 'take the password from standard input')
    .option('--remember', 'keep the password as well, and log in again when the token expires')
    .option('--allow-insecure-http', 'send the password over http: to another machine')
    .option('--profile <name>', 'keep the login under this name', 'default')
    .addHelpText(
      'after',
      toExamples([
        'promptcrafter-client login --email ada@example.com',
        'promptcrafter-client login --email ada@example.com --password-stdin < password.txt',
      ]),
    )
    .action(runLogin);
}

async function runLogin(options: LoginOptions): Promise<void> {
  const { profile, remember, allowInsecureHttp } = options;
  const { createClient } = await import('../create-client.ts');
  const before = readProfile(profile);
  const { PROMPTCRAFTER_BASE_URL, PROMPTCRAFTER_TOKEN } = process.env;
  const baseUrl = options.baseUrl ?? PROMPTCRAFTER_BASE_URL ?? before?.baseUrl;
  const client = createClient({ baseUrl, allowInsecureHttp, token: () => '' });
  const api = client.connection.baseUrl;
  // Who somebody is at one API says nothing about another.
  const known = before && isSameUrl(before.baseUrl, api) ? before.email : undefined;
  const email = options.email ?? known ?? (await askFor('Email: ', '--email'));
  const password = options.passwordStdin
    ? await readText('-', 'the password')
    : await askFor(`Password of ${email} at ${api}: `, '--password-stdin', true);
  if (password === '') throw new CliError('Failed to log in: the password is empty. Give one.');
  try {
    const { token } = await withInterrupt((signal) =>
      client.login({ email, password }, { signal }),
    );
    writeProfile(profile, {
      baseUrl: api,
      email,
      token,
      ...(remember && { password }),
      ...(allowInsecureHttp && { allowInsecureHttp }),
    });
  } catch (error) {
    throw describeLoginFailure(error, api);
  }
  process.stderr.write(`Logged in as ${email} at ${api}.\n`);
  if (PROMPTCRAFTER_TOKEN) {
    process.stderr.write(
      'PROMPTCRAFTER_TOKEN is set, and wins over this login until it is unset.\n',
    );
  }
}

function describeLoginFailure(error: unknown, api: string): unknown {
  const { status, message } = Object(error) as { status?: unknown; message?: unknown };
  if (status !== 401) return describeFailure(error, 'log in', api);
  const reason = String(message).replace(/[.\s]+$/, '');
  return new CliError(`Failed to log in: ${reason}. Check both, and log in again.`);
}

async function askFor(question: string, option: string, isSecret = false): Promise<string> {
  if (canAsk()) return ask(question, isSecret);
  throw new CliError(`Failed to log in: there is no terminal to ask on. Use ${option}.`);
}
