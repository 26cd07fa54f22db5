import type { PromptCrafterClient } from '../index.ts';
import { CliError } from './cli-error.ts';
import { createClient } from './create-client.ts';
import { isSameUrl } from './is-same-url.ts';
import { type Profile, readProfile, writeProfile } from './profiles.ts';

/** Which login to use. */
export interface ConnectOptions {
  readonly profile?: string;
}

/** What to do where the API does not take a login. */
export interface LoginAdvice {
  /** Where the token is refused. */
  readonly renew: string;
  /** Where a record belongs to somebody else. */
  readonly asOwner: string;
}

/** A client that is logged in, and where. */
export interface Connected {
  readonly client: PromptCrafterClient;
  readonly baseUrl: string;
  readonly advice: LoginAdvice;
}

/**
 * Makes a client for the login that is meant: the profile that is named, else the environment's token,
 * else the profile `default`. Token and base URL come from one place, so that no token goes elsewhere.
 *
 * @throws {@link CliError} when nobody is logged in.
 */
export function connect({ profile: name }: ConnectOptions): Connected {
  const { PROMPTCRAFTER_TOKEN: token, PROMPTCRAFTER_BASE_URL: baseUrl } = process.env;
  if (name === undefined && token) return toConnected(createClient(), tokenAdvice);
  const profile = readProfile(name ?? 'default');
  if (!profile) {
    const who =
      name === undefined ? 'nobody is logged in' : `there is no login of the profile '${name}'`;
    const other = name === undefined ? 'set' : 'leave out --profile and set';
    throw new CliError(
      `Failed to log in: ${who}. Run ${toLoginCommand(name)}, or ${other} PROMPTCRAFTER_TOKEN.`,
    );
  }
  if (name === undefined && baseUrl && !isSameUrl(baseUrl, profile.baseUrl)) {
    throw new CliError(
      `Failed to log in: PROMPTCRAFTER_BASE_URL is another API than that of the login, ${profile.baseUrl}. Run promptcrafter-client login, or unset it.`,
    );
  }
  const advice = {
    renew: `Run ${toLoginCommand(name)}.`,
    asOwner: `Log in as its owner, with ${toLoginCommand(name)}.`,
  };
  return toConnected(createProfileClient(name ?? 'default', profile), advice);
}

/** A client whose token is read again, or asked for again, once it was refused. */
function createProfileClient(name: string, profile: Profile): PromptCrafterClient {
  const { baseUrl, email, allowInsecureHttp } = profile;
  const options = { baseUrl, allowInsecureHttp };
  let given: string | undefined;
  return createClient({
    ...options,
    async token() {
      const kept = readProfile(name);
      // After a logout, or a login as somebody else, nothing is done in their place.
      const own = kept?.baseUrl === baseUrl && kept.email === email ? kept : undefined;
      if (own && own.token !== given) given = own.token;
      else if (own?.password !== undefined) {
        // Asked for again, the token was refused: it has expired.
        const { password } = own;
        const { token } = await createClient({ ...options, token: '' }).login({ email, password });
        given = token;
        keepToken(name, { ...own, token });
      }
      given ??= profile.token;
      return given;
    },
  });
}

/** Where it cannot be kept, this program has it. */
function keepToken(name: string, profile: Profile): void {
  try {
    writeProfile(name, profile);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
  }
}

/** The variable wins over every login that is made. */
const tokenAdvice: LoginAdvice = {
  renew: 'Set PROMPTCRAFTER_TOKEN anew, or unset it and run promptcrafter-client login.',
  asOwner: 'Set PROMPTCRAFTER_TOKEN to a token of its owner.',
};

const toLoginCommand = (profile: string | undefined) =>
  `promptcrafter-client login${profile === undefined ? '' : ` --profile ${profile}`}`;

const toConnected = (client: PromptCrafterClient, advice: LoginAdvice): Connected => ({
  client,
  baseUrl: client.connection.baseUrl,
  advice,
});
