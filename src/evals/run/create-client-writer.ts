import { isNoLogs } from '../../core/is-no-logs.ts';
import type { CreateLogInput, Log } from '../../core/schemas/log.ts';
import type { EvalsClient } from '../scores/evals-client.ts';
import { readMeta } from '../scores/read-meta.ts';
import { findLogged, toRowKey } from './find-logged.ts';
import type { LogWriter, WrittenLog } from './log-writer.ts';

interface Entry {
  readonly input: CreateLogInput;
  readonly resolve: (written: WrittenLog) => void;
  /** It may be stored: look before it is sent again. */
  isDoubtful: boolean;
}

/** How long the API is left alone after it was away, in ms: twice as long each time, up to a limit. */
const pauses = { first: 1_000, longest: 30_000 };

/** How often it is asked at the end of a run whether it is back, and how long it has for an answer. */
const lastProbes = { count: 3, timeout: 10_000 };

/**
 * Stores logs by a client, several at a time. While the API is away one log at a time asks whether it
 * is back, and the others wait: models go on answering. What is left when the run has ended waits a few
 * seconds more, then it is given up.
 */
export function createClientWriter(
  client: Pick<EvalsClient, 'createLog' | 'iterateLogs'>,
  concurrency: number,
): LogWriter {
  const waiting: Entry[] = [];
  let active = 0;
  let pause = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let whenIdle: (() => void) | undefined;
  let probesLeft = lastProbes.count;

  const pump = () => {
    while (timer === undefined && active < (pause > 0 ? 1 : concurrency)) {
      const entry = waiting.shift();
      if (!entry) break;
      active += 1;
      send(entry).finally(() => {
        active -= 1;
        pump();
      });
    }
    if (active === 0 && waiting.length === 0) whenIdle?.();
  };

  const send = async (entry: Entry) => {
    const isProbe = whenIdle !== undefined && pause > 0;
    try {
      const found = entry.isDoubtful ? await findStored(client, entry.input) : undefined;
      const request = isProbe ? { timeout: lastProbes.timeout } : {};
      const log = found ?? (await client.createLog(entry.input, request));
      pause = 0;
      entry.resolve({ kind: 'stored', log });
    } catch (error) {
      if (isProbe) probesLeft -= 1;
      if (!isOutage(error)) entry.resolve({ kind: 'unlogged', error });
      else if (probesLeft <= 0) giveUp(entry, error);
      else {
        entry.isDoubtful ||= isDoubtful(error);
        waiting.push(entry);
        rest();
      }
    }
  };

  const rest = () => {
    if (timer !== undefined) return;
    pause = whenIdle ? pauses.first : Math.min(pauses.longest, pause * 2 || pauses.first);
    timer = setTimeout(() => {
      timer = undefined;
      pump();
    }, pause);
  };

  const giveUp = (entry: Entry, error: unknown) => {
    clearTimeout(timer);
    timer = undefined;
    for (const left of [entry, ...waiting.splice(0)]) left.resolve({ kind: 'unlogged', error });
  };

  return {
    write(input) {
      return new Promise((resolve) => {
        waiting.push({ input, resolve, isDoubtful: false });
        pump();
      });
    },
    async finish() {
      clearTimeout(timer);
      timer = undefined;
      await new Promise<void>((resolve) => {
        whenIdle = resolve;
        pump();
      });
      return 0;
    },
  };
}

/** The log of the same row, if a request of which no answer came has stored it after all. */
async function findStored(
  client: Pick<EvalsClient, 'iterateLogs'>,
  { promptId, meta }: CreateLogInput,
): Promise<Log | undefined> {
  const { run = '', prompt = '', case: id, trial } = readMeta({ meta });
  const logged = await findLogged(client, promptId, run, prompt, {});
  return logged.get(toRowKey(promptId, id, trial));
}

/** No answer, or one that says nothing of the log: what the API refuses it would refuse again. */
function isOutage(error: unknown): boolean {
  const { status } = Object(error) as { readonly status?: unknown };
  if (typeof status !== 'number') return !isRefusal(error);
  if (status === 404) return !isNoLogs(error);
  return status < 400 || status === 401 || status === 408 || status === 429 || status >= 500;
}

/** Refused before it was sent. */
const isRefusal = (error: unknown) => Object(error).name === 'PromptCrafterValidationError';

const isDoubtful = (error: unknown) => Object(error).outcome === 'unknown';
