import type { PromptCrafterClient } from '../index.ts';
import { CliError } from './cli-error.ts';
import { createClient } from './create-client.ts';
import { type Profile, readProfile, writeProfile } from './profiles.ts';

/** Which login to use. */
export interface ConnectOptions {
  readonly profile?: string;
}

/** A client that is logged in, and where. */
export interface Connected {
  readonly client: PromptCrafterClient;
  readonly baseUrl: string;
}

/**
 * Makes a client for the login that is meant: the profile that is named, else the environment's token,
 * else the profile `default`. Token and base URL come from one place, so that no token goes elsewhere.
 *
 * @throws {@link CliError} when nobody is logged in.
 */
export function connect({ profile: name }: ConnectOptions): Connected {
  const { PROMPTCRAFTER_TOKEN: token, PROMPTCRAFTER_BASE_URL: baseUrl } = process.env;
  if (name === undefined && token) return toConnected(createClient());
  const profile = readProfile(name ?? 'default');
  if (!profile) {
    const who =
      name === undefined ? 'nobody is logged in' : `there is no login of the profile '${name}'`;
    const flag = name === undefined ? '' : ` --profile ${name}`;
    throw new CliError(
      `Failed to log in: ${who}. Run promptcrafter-client login${flag}, or set PROMPTCRAFTER_TOKEN.`,
    );
  }
  if (name === undefined && baseUrl && !isSameUrl(baseUrl, profile.baseUrl)) {
    throw new CliError(
      `Failed to log in: PROMPTCRAFTER_BASE_URL is another API than that of the login, ${profile.baseUrl}. Run promptcrafter-client login, or unset it.`,
    );
  }
  return toConnected(createProfileClient(name ?? 'default', profile));
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

const toConnected = (client: PromptCrafterClient) => ({
  client,
  baseUrl: client.connection.baseUrl,
});

function isSameUrl(a: string, b: string): boolean {
  const strip = (url: string) => url.replace(/\/+$/, '');
  return strip(a) === strip(b);
}
