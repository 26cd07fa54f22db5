import { PromptCrafterError } from '../../core/errors.ts';
import { clockSlack, ServerClock } from '../../core/server-clock.ts';
import { type Created, CreateLedger } from '../once/create-once.ts';
import { createSteps } from '../once/create-steps.ts';
import { streamRecords } from '../stream/stream-records.ts';
import type {
  ApiCall,
  AppliedAnswer,
  CallSettings,
  StreamCall,
  TransportSettings,
} from './api-call.ts';
import { type Attempted, attempt } from './attempt.ts';
import type { Carrier } from './carrier.ts';
import { Credentials, type TokenSource } from './credentials.ts';
import { Interrupted } from './deadline.ts';
import {
  fullBudget,
  longestTimer,
  refund,
  resolveBackoff,
  resolveRetryCost,
  spend,
} from './retry-policy.ts';
import { Run } from './run.ts';
import type { WireRequest } from './send-once.ts';
import { toCause, toIssues, toTimeoutError, toValidationError } from './to-error.ts';

/** Carries calls to the API: with a token, within a deadline, and again where that is safe. */
export class Transport {
  readonly #settings: TransportSettings;
  readonly #credentials: Credentials;
  readonly #clock = new ServerClock();
  readonly #ledger = new CreateLedger(() => performance.now(), clockSlack);
  readonly #carrier: Carrier = {
    clock: this.#clock,
    send: (run) => this.#sendWithToken(run),
    request: (run) => this.#sendUntilAnswered(run),
    pause: (run, error, atLeast) => this.#pause(run, error, atLeast),
  };
  #budget = fullBudget;

  constructor(settings: TransportSettings, token: TokenSource | undefined) {
    this.#settings = settings;
    this.#credentials = new Credentials(token);
  }

  /** Replaces the token of the calls to come. */
  setToken(token: TokenSource | undefined): void {
    this.#credentials.set(token);
  }

  /** Takes the token of a login for the calls to come. */
  adoptToken(token: string): void {
    this.#credentials.adopt(token);
  }

  /** Makes a call. It rejects with an error of ours, or with the caller's own reason. */
  async request<T>(call: ApiCall<T>, settings: CallSettings): Promise<T> {
    const run = new Run(call, settings);
    try {
      prepareInput(run);
      if (!call.once) return await this.#sendUntilAnswered<T>(run);
      const steps = createSteps(this.#carrier, run, call as ApiCall<T & Created>, call.once);
      const record = await this.#ledger.create(run.body ?? '', steps);
      this.#refund(run);
      return record;
    } catch (error) {
      throw this.#reject(run, error);
    }
  }

  /** Makes a call whose answer is a list, and delivers its records as they arrive. */
  async *stream<T>(call: StreamCall<T>, settings: CallSettings): AsyncGenerator<T, void> {
    const run = new Run(call, settings);
    try {
      yield* streamRecords(this.#carrier, run, call.record);
    } catch (error) {
      throw this.#reject(run, error);
    }
  }

  /** For what may be sent twice. */
  async #sendUntilAnswered<T>(run: Run): Promise<T> {
    const { appliedAnswer } = run.call as ApiCall<T>;
    for (;;) {
      const result = await this.#sendWithToken<T>(run);
      if ('value' in result) {
        this.#refund(run);
        return result.value;
      }
      const { error, retriable } = result;
      if (run.doubtful && appliedAnswer && error.status === appliedAnswer.status) {
        return this.#confirm(run, appliedAnswer, error);
      }
      if (!retriable || run.retries >= run.settings.maxRetries) throw error;
      await this.#pause(run, error);
    }
  }

  /** Takes an error for a success, if the proof succeeds where one is asked for. */
  async #confirm<T>(run: Run, { proof, value }: AppliedAnswer<T>, error: unknown): Promise<T> {
    if (proof) {
      const branch = run.branch(proof(run.sent), run.settings);
      try {
        prepareInput(branch);
        await this.#sendUntilAnswered(branch);
      } catch (failure) {
        throw failure instanceof Interrupted ? failure : error;
      }
    }
    return value;
  }

  /** One attempt, and one more where a 401 refused a token that a function can replace. */
  async #sendWithToken<T>(run: Run): Promise<Attempted<T>> {
    const credentials = this.#credentials;
    const { settings, call } = run;
    const usesToken = !call.anonymous && settings.headers.authorization === undefined;
    for (;;) {
      const known = usesToken ? credentials.known : undefined;
      const token =
        known ?? (usesToken && credentials.canAsk ? await this.#askForToken(run) : undefined);
      const result = await attempt<T>(
        run,
        this.#toRequest(run, token),
        this.#settings,
        this.#clock,
      );
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
        `Failed to ${run.call.action}: the token function failed. See the cause.`,
        { ...run.details, cause: toCause(error, run.secrets) },
      );
    }
    if (typeof token === 'string' || token === undefined || token === null)
      return token || undefined;
    this.#credentials.refuse(token as never);
    throw refuse(run, 'token', 'must be a string');
  }

  #toRequest(run: Run, token: string | undefined): WireRequest {
    const { call, settings, body } = run;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (token !== undefined) {
      const header = this.#credentials.toHeader(token);
      if (header === undefined) {
        this.#credentials.refuse(token);
        throw refuse(run, 'token', 'must be a legal header value, without line breaks');
      }
      headers.authorization = header;
    }
    Object.assign(headers, settings.headers);
    run.authorization = headers.authorization;
    const isSecret = run.authorization !== undefined || run.inputSecrets.length > 0;
    if (isSecret && !this.#settings.mayCarrySecrets) {
      throw refuse(run, 'baseUrl', 'must be https to carry a token or a password to another host');
    }
    const url = this.#settings.baseUrl + call.path.path;
    return { method: call.method, url, headers, ...(body !== undefined && { body }) };
  }

  /** Waits before the next attempt, or rejects with the error where there is none. */
  async #pause(run: Run, error: PromptCrafterError, atLeast = 0): Promise<void> {
    const wait = error.retryAfter ?? resolveBackoff(run.retries + 1, Math.random);
    const retryIn = Math.max(atLeast, wait);
    // The deadline's timer may come late; a status that was answered says more than it.
    if (run.deadline.remaining <= 0 && error.status === undefined) {
      run.lastError = error;
      throw new Interrupted('deadline');
    }
    if (retryIn >= run.deadline.remaining || retryIn > longestTimer) throw error;
    const cost = resolveRetryCost(error.status === 429);
    const budget = spend(this.#budget, cost);
    if (budget === undefined) throw error;
    this.#budget = budget;
    run.spent += cost;
    run.lastError = error;
    this.#settings.report?.('warn', () => ({ ...run.event, ...toReported(error), retryIn }));
    await run.deadline.sleep(retryIn);
    run.retries += 1;
  }

  #reject(run: Run, thrown: unknown): unknown {
    const rejection = toRejection(run, thrown);
    if (rejection instanceof PromptCrafterError) {
      this.#settings.report?.('error', () => ({ ...run.event, ...toReported(rejection) }));
    }
    return rejection;
  }

  /** Gives back what a call's retries cost, now that it is answered. */
  #refund(run: Run): void {
    this.#budget = refund(this.#budget, run.spent);
    run.spent = 0;
  }
}

/** Checks a call's input, and leaves out of it what the API does not document. */
function prepareInput(run: Run): void {
  const { action, input, secretFields } = run.call;
  if (!input) return;
  const checked = input.schema.safeParse(input.value);
  if (!checked.success) {
    throw toValidationError(action, toIssues(checked.error.issues), run.details);
  }
  run.body = JSON.stringify(checked.data);
  if (!secretFields) return;
  const sent = Object.entries(checked.data);
  run.inputSecrets = sent.flatMap(([field, value]) => (secretFields.includes(field) ? value : []));
}

function refuse(run: Run, path: string, message: string): PromptCrafterError {
  return toValidationError(run.call.action, [{ path, message }], run.details);
}

/** What the logger is told of an error. */
const toReported = ({ name, status }: PromptCrafterError) => ({
  error: name,
  ...(status !== undefined && { status }),
});

/** What a call rejects with, for whatever was thrown on the way. */
function toRejection(run: Run, thrown: unknown): unknown {
  const { action } = run.call;
  if (thrown instanceof PromptCrafterError) return thrown;
  if (!(thrown instanceof Interrupted)) {
    const cause = toCause(thrown, run.secrets);
    const message = `Failed to ${action}: an unexpected error. See the cause.`;
    return new PromptCrafterError(message, { ...run.details, cause });
  }
  if (thrown.by === 'caller') return thrown.reason;
  return toTimeoutError(action, run.settings.timeout, run.lastError, run.details);
}
