import { PromptCrafterError } from '../../core/errors.ts';
import type { Operation } from '../../core/operations.ts';
import type { Schema } from '../../core/schemas/schema.ts';
import { clockSlack, ServerClock } from '../../core/server-clock.ts';
import { createOnce } from '../once/create-once.ts';
import { CreateLedger } from '../once/ledger.ts';
import { Looks } from '../once/looks.ts';
import { type OnEnd, streamRecords } from '../stream/stream-records.ts';
import { type CallSettings, CallState } from './call-state.ts';
import type { ClientState, TransportSettings } from './client-state.ts';
import { Credentials, type TokenSource } from './credentials.ts';
import { Interrupted } from './deadline.ts';
import { toCause } from './fetch-failure.ts';
import { toReported } from './logger.ts';
import { type Target, toTarget } from './path.ts';
import { sendUntilAnswered } from './retry.ts';
import { fullBudget } from './retry-policy.ts';
import { toIssues, toTimeoutError, toValidationError } from './to-error.ts';

/** The arguments of a call: what fills the path or the query, and what is sent. */
export interface CallArguments {
  readonly id?: unknown;
  readonly query?: unknown;
  readonly input?: unknown;
}

/** Makes a client's calls: with a token, within a deadline, and again where that is safe. */
export class Transport {
  readonly #client: ClientState;

  constructor(settings: TransportSettings, token: TokenSource | undefined) {
    this.#client = {
      settings,
      credentials: new Credentials(token),
      clock: new ServerClock(),
      ledger: new CreateLedger(() => performance.now(), clockSlack),
      looks: new Looks(),
      budget: fullBudget,
      changesTexts: false,
      bytesUnderWay: 0,
    };
  }

  /** What its calls share. */
  get client(): ClientState {
    return this.#client;
  }

  /** Makes a call. It rejects with an error of ours, or with the caller's own reason. */
  async request<T>(
    operation: Operation<T>,
    given: CallArguments,
    settings: CallSettings,
  ): Promise<T> {
    const call = beginCall(operation, given, settings);
    try {
      takeInput(call, given.input);
      const { repeat } = operation;
      if (repeat.kind === 'look') return (await createOnce(this.#client, call, repeat)) as T;
      const result = await sendUntilAnswered<T>(this.#client, call);
      if (operation.method === 'DELETE') this.#client.ledger.noteDeleted(String(given.id));
      return result;
    } catch (error) {
      throw this.#reject(call, error);
    }
  }

  /** Makes a call whose answer is a list, and delivers its records as they arrive. */
  async *stream<T>(
    operation: Operation,
    given: CallArguments,
    settings: CallSettings,
    onEnd?: OnEnd,
  ): AsyncGenerator<T, void> {
    const call = beginCall(operation, given, settings);
    try {
      yield* streamRecords<T>(this.#client, call, onEnd);
    } catch (error) {
      throw this.#reject(call, error);
    }
  }

  #reject(call: CallState, thrown: unknown): unknown {
    const rejection = toRejection(call, thrown);
    if (rejection instanceof PromptCrafterError) {
      // Looks that came after this error was made count as well.
      Object.assign(rejection, { attempts: call.attempts });
      this.#client.settings.report?.('error', () => ({ ...call.event, ...toReported(rejection) }));
    }
    return rejection;
  }
}

function beginCall(operation: Operation, given: CallArguments, settings: CallSettings): CallState {
  const target: Target = toTarget(operation, given.query ?? given.id);
  return new CallState(operation, target, settings);
}

/** Checks a call's input, and keeps what is to be sent as JSON. */
function takeInput(call: CallState, value: unknown): void {
  const { action, input, secrets } = call.operation;
  if (!input) return;
  const checked = (input as Schema<object>).safeParse(value);
  if (!checked.success) {
    throw toValidationError(action, toIssues(checked.error.issues), call.toDetails(false));
  }
  call.sent = checked.data as CallState['sent'];
  try {
    call.body = JSON.stringify(call.sent);
  } catch {
    // Escaped, it is longer than a string can be: trying it again would change nothing.
    const issues = [{ path: '', message: 'is too long to be written as JSON' }];
    throw toValidationError(action, issues, call.toDetails(false));
  }
  call.inputSecrets = (secrets ?? []).map((field) => String(call.sent[field]));
}

/** Converts what was thrown to what the call rejects with. */
function toRejection(call: CallState, thrown: unknown): unknown {
  const { action } = call.operation;
  if (thrown instanceof PromptCrafterError) return thrown;
  if (!(thrown instanceof Interrupted)) {
    const cause = toCause(thrown, call.secrets);
    const message = `Failed to ${action}: an unexpected error. See the cause.`;
    return new PromptCrafterError(message, { ...call.toDetails(false), cause });
  }
  if (thrown.by === 'caller') return thrown.reason;
  return toTimeoutError(action, call.settings.timeout, call.lastError, call.toDetails(true));
}
