import { PromptCrafterError } from '../errors.ts';
import type { ApiCall, CallSettings, TransportSettings } from './api-call.ts';
import { type Attempted, attempt, type Failure } from './attempt.ts';
import { Credentials, isHeaderValue, type TokenSource } from './credentials.ts';
import { Interrupted } from './deadline.ts';
import type { WireRequest } from './http.ts';
import {
  fullBudget,
  longestTimer,
  refund,
  resolveBackoff,
  resolveRetryCost,
  spend,
} from './retry-policy.ts';
import { Run } from './run.ts';
import { toCause, toIssues, toTimeoutError, toValidationError } from './to-error.ts';

/** Carries calls to the API: with a token, within a deadline, and again where that is safe. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #credentials: Credentials;
  #budget = fullBudget;

  constructor(settings: TransportSettings, token: TokenSource | undefined) {
    this.#settings = settings;
    this.#credentials = new Credentials(token);
  }

  /** Replaces the token of the calls to come. */
  setToken(token: TokenSource | undefined): void {
    this.#credentials.set(token);
  }

  /** Makes a call. It rejects with an error of ours, or with the caller's own reason. */
  async request<T>(call: ApiCall<T>, settings: CallSettings): Promise<T> {
    const run = new Run(call, settings);
    try {
      const value = await this.#sendUntilAnswered<T>(run, serializeInput(run));
      this.#budget = refund(this.#budget, run.spent);
      return value;
    } catch (error) {
      const rejection = toRejection(run, error);
      if (rejection instanceof PromptCrafterError) {
        const { name, status } = rejection;
        this.#settings.report('error', () => ({
          ...run.event,
          error: name,
          ...(status !== undefined && { status }),
        }));
      }
      throw rejection;
    } finally {
      run.deadline.close();
    }
  }

  async #sendUntilAnswered<T>(run: Run, body: string | undefined): Promise<T> {
    for (;;) {
      const result = await this.#sendWithToken<T>(run, body);
      if ('value' in result) return result.value;
      const { error } = result;
      const retryIn = this.#planRetry(run, result);
      if (retryIn === undefined) throw error;
      this.#settings.report('warn', () => ({ ...run.event, error: error.name, retryIn }));
      run.lastError = error;
      await run.deadline.sleep(retryIn);
      run.retries += 1;
    }
  }

  /** One attempt, and one more where a 401 refused a token that a function can replace. */
  async #sendWithToken<T>(run: Run, body: string | undefined): Promise<Attempted<T>> {
    const credentials = this.#credentials;
    const { settings, call } = run;
    const usesToken = !call.anonymous && settings.headers.authorization === undefined;
    for (;;) {
      const known = usesToken ? credentials.known : undefined;
      const token =
        known ?? (usesToken && credentials.canAsk ? await this.#askForToken(run) : undefined);
      const result = await attempt<T>(run, this.#toRequest(run, token, body), this.#settings);
      if (!('error' in result) || result.error.status !== 401 || !usesToken) return result;
      credentials.refuse(token);
      if (run.refreshed || !credentials.canAsk) return result;
      run.refreshed = true;
    }
  }

  async #askForToken(run: Run): Promise<string | undefined> {
    let token: unknown;
    try {
      token = await this.#credentials.ask((answer) => run.deadline.wait(() => answer));
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      throw new PromptCrafterError(
        `Failed to ${run.call.action}: the token function failed. Nothing was sent: see the cause.`,
        { ...run.details, cause: toCause(error, run.secrets) },
      );
    }
    if (typeof token === 'string' || token === undefined || token === null)
      return token || undefined;
    this.#credentials.refuse(token as never);
    throw refuse(run, 'token', 'must be a string');
  }

  #toRequest(run: Run, token: string | undefined, body: string | undefined): WireRequest {
    const { call, settings } = run;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (token !== undefined) {
      if (!isHeaderValue(token)) {
        this.#credentials.refuse(token);
        throw refuse(run, 'token', 'must be a legal header value, without line breaks');
      }
      headers.authorization = `Bearer ${token}`;
    }
    Object.assign(headers, settings.headers);
    run.secrets = [headers.authorization?.replace(/^\S+ /, ''), ...(call.secrets ?? [])].filter(
      (secret) => typeof secret === 'string',
    );
    if (run.secrets.length > 0 && !this.#settings.mayCarrySecrets) {
      throw refuse(run, 'baseUrl', 'must be https to carry a token or a password to another host');
    }
    const url = this.#settings.baseUrl + call.path.path;
    return { method: call.method, url, headers, ...(body !== undefined && { body }) };
  }

  /** Milliseconds until the next attempt, or `undefined` where there is none. */
  #planRetry(run: Run, { error, retriable }: Failure): number | undefined {
    const { call, settings, deadline } = run;
    if (!retriable || run.retries >= settings.maxRetries) return undefined;
    if (call.effect === 'once' && run.doubtful) return undefined;
    const delay = error.retryAfter ?? resolveBackoff(run.retries + 1, Math.random);
    if (delay >= deadline.remaining || delay > longestTimer) return undefined;
    const cost = resolveRetryCost(error.status === 429);
    const budget = spend(this.#budget, cost);
    if (budget === undefined) return undefined;
    this.#budget = budget;
    run.spent += cost;
    return delay;
  }
}

/** The input as it is sent: checked, and with nothing in it that the API does not document. */
function serializeInput({ call }: Run): string | undefined {
  if (!call.input) return undefined;
  const checked = call.input.schema.safeParse(call.input.value);
  if (checked.success) return JSON.stringify(checked.data);
  const { method, path } = call;
  throw toValidationError(call.action, toIssues(checked.error.issues), {
    method,
    route: path.route,
  });
}

function refuse(run: Run, path: string, message: string): PromptCrafterError {
  return toValidationError(run.call.action, [{ path, message }], run.details);
}

/** What a call rejects with, for whatever was thrown on the way. */
function toRejection(run: Run, thrown: unknown): unknown {
  const { action } = run.call;
  if (thrown instanceof PromptCrafterError) return thrown;
  if (!(thrown instanceof Interrupted)) {
    const cause = toCause(thrown, run.secrets);
    const message = `Failed to ${action}: an unexpected error. See the cause.`;
    return new PromptCrafterError(message, { ...run.details, cause });
  }
  const { interruption } = thrown;
  if (interruption.by === 'caller') return interruption.reason;
  return toTimeoutError(action, run.settings.timeout, run.lastError, run.details);
}
