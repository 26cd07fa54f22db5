import type { PromptCrafterError } from '../../core/errors.ts';
import type { ApiCall, CallSettings, SentInput } from './api-call.ts';
import { Deadline } from './deadline.ts';
import type { CallDetails } from './to-error.ts';

/** A call under way: its deadline, and what its attempts have left behind. */
export class Run {
  readonly call: ApiCall<unknown>;
  readonly settings: CallSettings;
  readonly deadline: Deadline;
  readonly startedAt = performance.now();
  /** When the present attempt began. */
  sentAt = 0;
  /** Requests sent. */
  attempts = 0;
  /** Attempts that were repeated because they failed. */
  retries = 0;
  /** What the retries cost the budget. */
  spent = 0;
  /** Whether the token function has been asked again. */
  refreshed = false;
  /** What the attempt before the present one failed with. */
  lastError: PromptCrafterError | undefined;
  /** Whether an attempt may have been applied although it failed. */
  doubtful = false;
  /** What the call sends as JSON. */
  body: string | undefined;
  /** What of it must not be shown. */
  inputSecrets: readonly string[] = [];
  /** The header that carries the token. */
  authorization: string | undefined;

  constructor(
    call: ApiCall<unknown>,
    settings: CallSettings,
    deadline = new Deadline(settings.timeout, settings.signal),
  ) {
    this.call = call;
    this.settings = settings;
    this.deadline = deadline;
  }

  /** Another call for the sake of this one, in what is left of its time. */
  branch(call: ApiCall<unknown>, settings: CallSettings): Run {
    return new Run(call, settings, this.deadline);
  }

  /** Notes that an attempt may have been applied; what applies nothing never was. */
  doubt(): void {
    this.doubtful ||= this.call.changes;
  }

  /** What the call sends. */
  get sent(): SentInput {
    return JSON.parse(this.body ?? '{}');
  }

  /** What must not be shown. */
  get secrets(): readonly string[] {
    const token = this.authorization?.replace(/^\S+ /, '');
    return token === undefined ? this.inputSecrets : [token, ...this.inputSecrets];
  }

  /** What errors tell of the call. */
  get details(): CallDetails {
    return {
      method: this.call.method,
      route: this.call.path.route,
      attempts: this.attempts,
      outcome: this.doubtful ? 'unknown' : 'not-applied',
    };
  }

  /** What the logger is told of the call. */
  get event() {
    const { method, path } = this.call;
    const duration = performance.now() - this.startedAt;
    return { method, route: path.route, attempt: this.attempts, duration };
  }
}
