import { vi } from 'vitest';
import type { CreateLogInput, FetchFunction, FetchInit } from '../../../src/index.ts';
import { createRandom } from '../../../src/testing/random.ts';

/** What may go wrong with the next request of a kind. */
export const faults = [
  'reset',
  'reset-after',
  'hang',
  'hang-after',
  '500',
  '500-after',
  '503-retry-after',
  'cut-off',
  'html',
] as const;
export type WorldFault = (typeof faults)[number];

/** How the API is. */
export const moods = [
  'up',
  'refused',
  '503',
  'platform',
  '401',
  '400',
  '403',
  '404',
  '413',
] as const;
export type Mood = (typeof moods)[number];

/** A log as the server stores it. */
export type StoredLog = CreateLogInput & { _id: string; createdAt: string };

interface Arrival {
  readonly at: number;
  readonly run: () => void;
}

/** Where what comes of a request goes to. */
interface Recipient {
  respond(response: Response): void;
  reset(): void;
}

type Outcome = Response | 'reset' | 'silence';

/** Somebody who sends requests, until it dies. */
export interface Sender {
  isAlive: boolean;
}

/**
 * An API, and a network to it that takes its time, in a time that only passes when it is told to.
 * What is on its way when its sender dies may arrive or not.
 */
export class World {
  readonly logs: StoredLog[] = [];
  mood: Mood = 'up';
  /** Whether lists are refused too, with the status of the mood. */
  refusesLists = false;
  /** How likely a create that is never answered is carried out; answers come if it is absent. */
  hangsAfterStore: number | undefined;
  /** By how many ms the server's clock is ahead of the local one. */
  ahead = 0;
  /** Whether answers tell the server's time. */
  tellsTime = true;
  /** How many lists have arrived. */
  lists = 0;
  readonly #postFaults: WorldFault[] = [];
  readonly #listFaults: WorldFault[] = [];
  readonly #random: () => number;
  #arrivals: Arrival[] = [];

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  /** Lets something go wrong with the next create, or the next list. */
  fail(on: 'post' | 'list', fault: WorldFault): void {
    (on === 'post' ? this.#postFaults : this.#listFaults).push(fault);
  }

  /** Makes everything well again. */
  heal(): void {
    this.mood = 'up';
    this.refusesLists = false;
    this.#postFaults.length = 0;
    this.#listFaults.length = 0;
  }

  createFetch(sender: Sender): FetchFunction {
    return (url, init) =>
      new Promise((resolve, reject) => {
        if (!sender.isAlive) return;
        const abort = () => reject(new DOMException('aborted', 'AbortError'));
        init.signal?.addEventListener('abort', abort);
        if (this.mood === 'refused') {
          this.#later(() => reject(toFailure('ECONNREFUSED')));
          return;
        }
        const answer = (respond: () => void) => this.#later(() => sender.isAlive && respond());
        this.#later(() => {
          // What was on its way may be lost with its sender.
          if (!sender.isAlive && this.#random() < 0.5) return;
          this.#arrive(url, init, {
            respond: (response) => answer(() => resolve(response)),
            reset: () => answer(() => reject(toFailure('ECONNRESET'))),
          });
        });
      });
  }

  /** Sets the local clock, by so many ms; the server's goes on. */
  setClock(by: number): void {
    vi.setSystemTime(Date.now() + by);
    this.ahead -= by;
  }

  get #now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** Lets time pass. */
  async pass(ms: number): Promise<void> {
    const step = ms > 2_000 ? 50 : 10;
    for (let passed = 0; passed < ms; passed += step) {
      vi.advanceTimersByTime(step);
      await this.#deliver();
    }
  }

  async #deliver(): Promise<void> {
    await turn();
    const now = performance.now();
    const due = this.#arrivals.filter(({ at }) => at <= now);
    this.#arrivals = this.#arrivals.filter(({ at }) => at > now);
    for (const { run } of due) run();
    if (due.length > 0) await turn();
  }

  #later(run: () => void): void {
    this.#arrivals.push({ at: performance.now() + 1 + this.#random() * 60, run });
  }

  #arrive(url: string, init: FetchInit, to: Recipient): void {
    const isPost = init.method === 'POST';
    const respond = (response: Response) => {
      if (this.tellsTime) response.headers.set('date', this.#now.toUTCString());
      else response.headers.delete('date');
      to.respond(response);
    };
    const recipient = { ...to, respond };
    const fault = (isPost ? this.#postFaults : this.#listFaults).shift();
    const before = fault && this.#failBefore(fault);
    if (before === 'silence') return;
    if (before) {
      deliver(before, recipient);
      return;
    }
    if (isPost && this.hangsAfterStore !== undefined) {
      if (this.#random() < this.hangsAfterStore) this.#create(init.body ?? '');
      return;
    }
    const answer = isPost ? this.#create(init.body ?? '') : this.#list(url);
    const after = fault && failAfter(fault);
    if (after !== 'silence') deliver(after ?? answer, recipient);
  }

  /** What comes of a request that the API never sees. */
  #failBefore(fault: WorldFault): Outcome | undefined {
    if (fault === 'reset') return 'reset';
    if (fault === 'hang') return 'silence';
    if (fault === '500') return toError(500, { error: 'An unexpected error' });
    if (fault === '503-retry-after') return toError(503, '', { 'retry-after': '2' });
    return fault === 'html' ? toError(502, '<html>Bad Gateway</html>') : undefined;
  }

  #create(text: string): Response {
    const { mood } = this;
    if (mood === '503') return toError(503, '<html>');
    if (mood === 'platform') return toError(404, { code: 404, message: 'Application not found' });
    if (mood === '401') return toError(401, { error: 'Authentication token is expired' });
    if (mood !== 'up' && mood !== 'refused') return toError(Number(mood), { error: 'refused' });
    const input = JSON.parse(text) as CreateLogInput;
    const log = {
      _id: `log${this.logs.length + 1}`,
      ...input,
      createdAt: this.#now.toISOString(),
    };
    this.logs.push(log);
    return toAnswer(201, log);
  }

  #list(url: string): Response {
    const { mood } = this;
    this.lists += 1;
    if (this.refusesLists) return toError(Number(mood), { error: 'refused' });
    if (mood === '503') return toError(503, '');
    if (mood === 'platform') return toError(404, '<html>');
    if (mood === '401') return toError(401, { error: 'Authentication token is expired' });
    const promptId = new URL(url).searchParams.get('promptId');
    const found = this.logs.filter((log) => log.promptId === promptId);
    if (found.length === 0) return toError(404, { error: 'No logs found.' });
    return toAnswer(200, found);
  }
}

/** What comes of a request that the API has carried out, if not its answer. */
function failAfter(fault: WorldFault): Outcome | undefined {
  if (fault === 'reset-after' || fault === 'cut-off') return 'reset';
  if (fault === 'hang-after') return 'silence';
  return fault === '500-after' ? toError(500, { error: 'An unexpected error' }) : undefined;
}

function deliver(outcome: Response | 'reset', to: Recipient): void {
  if (outcome === 'reset') to.reset();
  else to.respond(outcome);
}

/** Lets everything happen that needs no time. */
export async function turn(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise((resolve) => setImmediate(resolve));
}

function toFailure(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

function toAnswer(status: number, body: unknown): Response {
  const headers = { 'content-type': 'application/json' };
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

function toError(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const response = toAnswer(status, body);
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
