import type { Outcome, PromptCrafterError } from '../../core/errors.ts';
import type { Operation } from '../../core/operations.ts';
import type { Hooks } from '../hooks.ts';
import { Deadline } from './deadline.ts';
import type { Target } from './path.ts';
import type { CallDetails } from './to-error.ts';

/** What holds for one call. */
export interface CallSettings {
  readonly signal: AbortSignal | undefined;
  /** Milliseconds for the whole call. */
  readonly timeout: number;
  /** Milliseconds for one attempt. */
  readonly attemptTimeout: number;
  /** Attempts after the first. */
  readonly maxRetries: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly hooks: readonly Hooks[];
  /** Whether the request outlives its page. */
  readonly keepalive?: boolean;
}

/** Headers that hold no secret. Their values are words that other texts contain, too. */
const publicHeaders = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** A header, and a token without the scheme before it, which a server repeats more often. */
function toSecrets([name, value]: readonly [string, string]): string[] {
  if (publicHeaders.has(name)) return [];
  return name.endsWith('authorization') ? [value, value.replace(/^\S+ +/, '')] : [value];
}

/** A call under way: its deadline, and what its attempts have left behind. */
export class CallState {
  readonly operation: Operation;
  readonly target: Target;
  readonly settings: CallSettings;
  readonly deadline: Deadline;
  readonly startedAt = performance.now();
  /** When the present attempt began. */
  sentAt = 0;
  /** Requests sent, looks included. */
  attempts = 0;
  /** Attempts that were repeated because they failed. */
  retries = 0;
  /** What the retries cost the budget. */
  spent = 0;
  /** Whether the token function has been asked again. */
  hasRenewedToken = false;
  /** What the attempt before the present one failed with. */
  lastError: PromptCrafterError | undefined;
  /** Whether an attempt may have been applied although it failed. */
  isDoubtful = false;
  /** Whether a hook has changed the URL, the method or the body. */
  isAltered = false;
  /** What the call sends: a copy, whatever its caller does with the input meanwhile. */
  sent: Readonly<Record<string, unknown>> = {};
  /** The same as JSON; absent where nothing is sent. */
  body: string | undefined;
  /** The parts of it that must not be shown. */
  inputSecrets: readonly string[] = [];
  /** The headers of every attempt, those before a renewal of the token included. */
  readonly sentHeaders: Readonly<Record<string, string>>[] = [];

  constructor(
    operation: Operation,
    target: Target,
    settings: CallSettings,
    deadline = new Deadline(settings.timeout, settings.signal),
  ) {
    this.operation = operation;
    this.target = target;
    this.settings = settings;
    this.deadline = deadline;
  }

  /** Notes that an attempt may have been applied, if the operation changes anything at all. */
  doubt(): void {
    this.isDoubtful ||= this.operation.changes;
  }

  /** What must not be shown: what the input hides, and what the headers hold. */
  get secrets(): readonly string[] {
    const headers = this.sentHeaders.flatMap((sent) => Object.entries(sent).flatMap(toSecrets));
    return [...new Set([...headers, ...this.inputSecrets])];
  }

  get outcome(): Outcome {
    return this.isDoubtful ? 'unknown' : 'not-applied';
  }

  /** What errors say of the call. `mayPass`: whether the same call may succeed a moment later. */
  toDetails(mayPass: boolean): CallDetails {
    const { operation, target, attempts, outcome } = this;
    const isRepeatable = outcome === 'not-applied' || operation.repeat.kind !== 'look';
    const retryable = mayPass && isRepeatable;
    return { method: operation.method, route: target.route, attempts, outcome, retryable };
  }

  /** What the logger gets of the call. */
  get event() {
    const duration = performance.now() - this.startedAt;
    const { operation, target, attempts } = this;
    return { method: operation.method, route: target.route, attempt: attempts, duration };
  }
}
