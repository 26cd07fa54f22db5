import { PromptCrafterClient } from '../index.ts';
import { CliError } from './cli-error.ts';
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
  if (name === undefined && token) return toConnected(new PromptCrafterClient());
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
  return toConnected(createClient(name ?? 'default', profile));
}

function createClient(name: string, profile: Profile): PromptCrafterClient {
  const { baseUrl, token, email, password, allowInsecureHttp } = profile;
  const options = { baseUrl, allowInsecureHttp };
  if (password === undefined) return new PromptCrafterClient({ ...options, token });
  let isFirst = true;
  return new PromptCrafterClient({
    ...options,
    // Asked for again, it was refused: it has expired.
    async token() {
      if (isFirst) {
        isFirst = false;
        return token;
      }
      const renewed = await new PromptCrafterClient({ ...options, token: '' }).login({
        email,
        password,
      });
      writeProfile(name, { ...profile, token: renewed.token });
      return renewed.token;
    },
  });
}

const toConnected = (client: PromptCrafterClient) => ({
  client,
  baseUrl: client.connection.baseUrl,
});

function isSameUrl(a: string, b: string): boolean {
  const strip = (url: string) => url.replace(/\/+$/, '');
  return strip(a) === strip(b);
}
