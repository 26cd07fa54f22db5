import { vi } from 'vitest';
import PromptCrafterClient, {
  type ClientOptions,
  type CreateLogInput,
} from '../../../src/index.ts';
import { turn } from '../model/world.ts';

/** A record as the API keeps it. */
export type StoredRecord = CreateLogInput & { _id: string; createdAt: string };

/** A request that has arrived, and waits for what becomes of it. */
export interface ArrivedRequest {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
  readonly body: CreateLogInput | undefined;
  answer(status: number, body: unknown, headers?: Record<string, string>): void;
  reset(): void;
}

/** An API that does nothing by itself: a test says what becomes of each request. */
export class ScriptedApi {
  readonly requests: ArrivedRequest[] = [];
  readonly records: StoredRecord[] = [];
  readonly client: PromptCrafterClient;
  #taken = 0;

  constructor(options: ClientOptions = {}) {
    this.client = this.createClient(options);
  }

  /** Makes another client of the same API. */
  createClient(options: ClientOptions = {}): PromptCrafterClient {
    return new PromptCrafterClient({
      baseUrl: 'https://api.example.com',
      token: 'a-token-of-a-test',
      fetch: (url, init) =>
        new Promise((resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
          this.requests.push({
            method: init.method,
            url,
            token: init.headers.authorization,
            body: init.body === undefined ? undefined : JSON.parse(init.body),
            answer: (status, body, headers = {}) =>
              resolve(
                new Response(typeof body === 'string' ? body : JSON.stringify(body), {
                  status,
                  headers: { date: new Date().toUTCString(), ...headers },
                }),
              ),
            reset: () => reject(new TypeError('fetch failed')),
          });
        }),
      ...options,
    });
  }

  /** Stores a log, as it was sent or otherwise. */
  store(input: CreateLogInput, more: Partial<StoredRecord> = {}): StoredRecord {
    const record = {
      _id: `log${this.records.length + 1}`,
      ...input,
      createdAt: new Date().toISOString(),
      ...more,
    };
    this.records.push(record);
    return record;
  }

  /** Lets time pass until the next request comes, and gives it. */
  async next(ms = 0): Promise<ArrivedRequest> {
    await turn();
    for (let passed = 0; passed < ms && this.requests.length === this.#taken; passed += 50) {
      await this.pass(Math.min(50, ms - passed));
    }
    const request = this.requests[this.#taken];
    if (!request) throw new Error(`no request has come within ${ms} ms`);
    this.#taken += 1;
    return request;
  }

  /** Lets time pass, and says how many requests have come that no test has looked at. */
  async pass(ms: number): Promise<number> {
    await turn();
    for (let passed = 0; passed < ms; passed += 50) {
      vi.advanceTimersByTime(Math.min(50, ms - passed));
      await turn();
    }
    return this.requests.length - this.#taken;
  }

  /** Carries a create out and answers it. */
  accept({ body, answer }: ArrivedRequest): StoredRecord {
    if (!body) throw new Error('it is no create');
    const record = this.store(body);
    answer(201, record);
    return record;
  }

  /** Answers a list with all that is stored. */
  list({ method, answer }: ArrivedRequest): void {
    if (method !== 'GET') throw new Error('it is no list');
    if (this.records.length > 0) answer(200, this.records);
    else answer(404, { error: 'No logs found for the specified prompt ID.' });
  }
}
