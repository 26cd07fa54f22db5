import type { ClientConnection } from '../core/connection.ts';
import { PromptCrafterConnectionError } from '../core/errors.ts';
import { operations } from '../core/operations.ts';
import { logBodySchema } from '../core/schemas/log.ts';
import type { Schema } from '../core/schemas/schema.ts';
import { readTokenSubject } from '../core/token-subject.ts';
import { isPaged } from './once/look.ts';
import type { CallSettings } from './transport/call-state.ts';
import type { ClientState } from './transport/client-state.ts';
import type { Transport } from './transport/transport.ts';

/** Accepts any record as it comes. */
const unchecked: Schema<unknown> = { safeParse: (data) => ({ success: true, data }) };

const listOperation = { ...operations.getLogsByPrompt, record: unchecked };

/** In milliseconds. */
const longestList = 600_000;

/** Creates what a room that sends on its own needs of a client. */
export function createConnection(
  { settings, credentials, clock, ledger }: ClientState,
  transport: Transport,
  callSettings: CallSettings,
): ClientConnection {
  const once: CallSettings = { ...callSettings, maxRetries: 0 };
  return {
    baseUrl: settings.baseUrl,
    get hasToken() {
      return credentials.known !== undefined || !credentials.canAsk;
    },
    get account() {
      return credentials.known === undefined ? undefined : readTokenSubject(credentials.known);
    },
    clock,
    claims: {
      keep: (since) => ledger.keep(since),
      watchSame(input) {
        const checked = logBodySchema.safeParse(input);
        return ledger.watchAttempts(checked.success ? JSON.stringify(checked.data) : '');
      },
      take(record) {
        // What is forgotten is older than all that `keep` asks for, or an earlier process's.
        const isFree = ledger.isFree(record);
        if (isFree) ledger.claim(record);
        return isFree;
      },
      wasDeleted: (id) => ledger.wasDeleted(id),
    },
    report(level, message, event) {
      const about = { method: 'POST', route: '/logs', attempt: 0, duration: 0, ...event };
      settings.report?.(level, () => about, message);
    },
    async requestToken() {
      if (credentials.known === undefined && credentials.canAsk) {
        await credentials.ask((answer) => answer);
      }
    },
    async renewToken() {
      if (!credentials.canAsk) return;
      credentials.refuse(credentials.known);
      await credentials.ask((answer) => answer);
    },
    onToken: (listener) => credentials.onChange(listener),
    listLogs: (promptId, { signal } = {}) =>
      transport.stream(
        listOperation,
        { query: promptId },
        // A list of a million takes its time; an attempt that stands still ends all the same.
        { ...once, timeout: Math.max(once.timeout, longestList), signal },
        (response, count) => {
          if (!isPaged(response.headers, count)) return;
          throw new PromptCrafterConnectionError(
            'Failed to get logs of the prompt: the list is not whole. Look for its other pages.',
            { method: 'GET', route: '/logs' },
          );
        },
      ),
    createLogKeepalive: (input) =>
      transport.request(operations.createLog, { input }, { ...once, keepalive: true }),
  };
}
