import type { PromptCrafterError } from '../../core/errors.ts';
import { isPlatformNotFound } from '../../core/is-platform-not-found.ts';
import { longestTimer } from '../../core/longest-timer.ts';
import { operations } from '../../core/operations.ts';
import { attempt } from './attempt.ts';
import { sendAuthorized } from './authorize.ts';
import { CallState } from './call-state.ts';
import type { ClientState } from './client-state.ts';
import { Interrupted } from './deadline.ts';
import type { Attempted } from './judge-answer.ts';
import { toReported } from './logger.ts';
import { toTarget } from './path.ts';
import { refund, resolveBackoff, resolveRetryCost, spend } from './retry-policy.ts';

/** Sends a request that may be sent twice, until it is answered or its retries are used up. */
export async function sendUntilAnswered<T>(
  client: ClientState,
  call: CallState,
  send = () => sendAuthorized<T>(client, call, attempt),
): Promise<T> {
  for (;;) {
    const result: Attempted<T> = await send();
    if ('value' in result) {
      refundRetries(client, call);
      return result.value;
    }
    const { error, retriable } = result;
    const { repeat } = call.operation;
    if (call.isDoubtful && repeat.kind === 'expect' && isExpected(error, repeat.status)) {
      if (repeat.proof) await prove(client, call, repeat.proof, error);
      return repeat.result as T;
    }
    if (!retriable || call.retries >= call.settings.maxRetries) throw error;
    await pauseBeforeRetry(client, call, error);
  }
}

/** What the platform answers in the API's place says nothing of what was applied. */
const isExpected = (error: PromptCrafterError, status: number) =>
  error.status === status && !isPlatformNotFound(error);

/** Makes another call with the same input; unless it succeeds, the error stands. */
async function prove(
  client: ClientState,
  call: CallState,
  name: 'login',
  error: PromptCrafterError,
): Promise<void> {
  const operation = operations[name];
  const proof = new CallState(operation, toTarget(operation), call.settings, call.deadline);
  const checked = operation.input.safeParse(call.sent);
  try {
    if (!checked.success) throw error;
    proof.body = JSON.stringify(checked.data);
    proof.inputSecrets = call.inputSecrets;
    proof.attempts = call.attempts;
    await sendUntilAnswered(client, proof);
  } catch (failure) {
    throw failure instanceof Interrupted ? failure : error;
  } finally {
    call.attempts = Math.max(call.attempts, proof.attempts);
  }
}

/** Waits before the next attempt, or rejects with the error if there is none. */
export async function pauseBeforeRetry(
  client: ClientState,
  call: CallState,
  error: PromptCrafterError,
): Promise<void> {
  const retryIn = error.retryAfter ?? resolveBackoff(call.retries + 1, Math.random);
  spendOnRetry(client, call, error, retryIn);
  client.settings.report?.('warn', () => ({ ...call.event, ...toReported(error), retryIn }));
  await call.deadline.sleep(retryIn);
}

/**
 * Takes a retry from the call's own and from the client's budget.
 *
 * @throws the error if no time or no budget is left for it.
 */
export function spendOnRetry(
  client: ClientState,
  call: CallState,
  error: PromptCrafterError,
  retryIn: number,
): void {
  call.lastError = error;
  // The deadline's timer may come late; a status that was answered says more than it.
  if (call.deadline.remaining <= 0 && error.status === undefined) throw new Interrupted('deadline');
  if (retryIn >= call.deadline.remaining || retryIn > longestTimer) throw error;
  const cost = resolveRetryCost(error.status === 429);
  const budget = spend(client.budget, cost);
  if (budget === undefined) throw error;
  client.budget = budget;
  call.spent += cost;
  call.retries += 1;
}

/** Gives back what a call's retries cost, now that it is answered. */
export function refundRetries(client: ClientState, call: CallState): void {
  client.budget = refund(client.budget, call.spent);
  call.spent = 0;
}
