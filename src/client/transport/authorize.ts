import type { PromptCrafterError } from '../../core/errors.ts';
import type { CallState } from './call-state.ts';
import type { ClientState } from './client-state.ts';
import { Interrupted } from './deadline.ts';
import { toCause } from './fetch-failure.ts';
import type { Attempted } from './judge-answer.ts';
import type { Exchange } from './send-once.ts';
import { toTokenError, toValidationError } from './to-error.ts';

/** Makes one attempt. */
type Attempt<T> = (
  client: ClientState,
  call: CallState,
  exchange: Exchange,
) => Promise<Attempted<T>>;

/** Makes an attempt with the client's token, and one more with a new token after a 401. */
export async function sendAuthorized<T>(
  client: ClientState,
  call: CallState,
  attempt: Attempt<T>,
): Promise<Attempted<T>> {
  const { credentials } = client;
  const usesToken = call.operation.auth && call.settings.headers.authorization === undefined;
  for (;;) {
    const token = usesToken ? await resolveToken(client, call) : undefined;
    const result = await attempt(client, call, toExchange(client, call, token));
    if (!('error' in result) || result.error.status !== 401 || !usesToken) return result;
    credentials.refuse(token);
    if (call.hasRenewedToken || !credentials.canAsk) return result;
    call.hasRenewedToken = true;
  }
}

async function resolveToken(
  { credentials }: ClientState,
  call: CallState,
): Promise<string | undefined> {
  if (credentials.known !== undefined || !credentials.canAsk) return credentials.known;
  if (credentials.isAskedByItself) {
    const reason = 'must not make a call of its own client that needs the token';
    throw refuse(call, 'token', reason);
  }
  let token: unknown;
  call.deadline.check();
  try {
    token = await credentials.ask((answer) => call.deadline.wait(answer));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw toTokenError(call.operation.action, error, toCause(error, call.secrets), call);
  }
  if (typeof token === 'string' || token === undefined || token === null) return token || undefined;
  credentials.refuse(token as never);
  throw refuse(call, 'token', 'must be a string');
}

function toExchange(
  { settings, credentials }: ClientState,
  call: CallState,
  token: string | undefined,
): Exchange {
  const { operation, target, body } = call;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token !== undefined) {
    const header = credentials.toHeader(token);
    if (header === undefined) {
      credentials.refuse(token);
      throw refuse(call, 'token', 'must be a legal header value, without line breaks');
    }
    headers.authorization = header;
  }
  Object.assign(headers, call.settings.headers);
  const isSecret = headers.authorization !== undefined || call.inputSecrets.length > 0;
  if (isSecret && !settings.mayCarrySecrets) {
    const advice = 'must be https to carry a token or a password to another host';
    throw refuse(call, 'baseUrl', `${advice}, or allowInsecureHttp must be true`);
  }
  return {
    method: operation.method,
    url: settings.baseUrl + target.path,
    headers,
    ...(body !== undefined && { body }),
    ...(call.settings.keepalive && { keepalive: true }),
  };
}

function refuse(call: CallState, path: string, message: string): PromptCrafterError {
  return toValidationError(call.operation.action, [{ path, message }], call.toDetails(false));
}
