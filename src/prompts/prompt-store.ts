import type { RequestOptions } from '../client/options.ts';
import { PromptCrafterError, PromptCrafterValidationError } from '../core/errors.ts';
import { isOutage } from '../core/is-outage.ts';
import { toPromptVersion } from '../core/prompt-version.ts';
import type { Prompt, UpdatePromptInput } from '../core/schemas/prompt.ts';
import { copyRecord } from './copy-record.ts';
import {
  type FallbackPrompt,
  type FallbackPrompts,
  type FindFallback,
  resolveFallback,
} from './fallback-prompts.ts';
import { PromptEntry } from './prompt-entry.ts';

/** What a store needs of a client. */
export interface PromptStoreClient {
  /** Delivers one prompt. */
  getPromptById(id: string, options?: RequestOptions): Promise<Prompt>;
  /** Changes the given fields of a prompt. */
  updatePrompt(id: string, input: UpdatePromptInput, options?: RequestOptions): Promise<Prompt>;
  /** Deletes a prompt and its logs. */
  deletePrompt(id: string, options?: RequestOptions): Promise<void>;
}

/** What {@link createPromptStore} takes. All of it is optional. */
export interface PromptStoreOptions {
  /**
   * How many milliseconds a prompt is fresh.
   * @defaultValue `60_000`
   */
  ttl?: number | undefined;
  /**
   * Prompts for when the API is away and has not given the prompt before: by id, or a list as
   * `getPrompts()` gives it.
   * @defaultValue none
   */
  fallback?: FallbackPrompts | undefined;
}

/** A prompt, and where it comes from. */
export interface StoredPrompt extends Prompt {
  /** It is older than `ttl`, and is being asked for again. */
  isStale: boolean;
  /** The API is away: this is what the program had at hand. */
  isFallback: boolean;
  /** Version of its content, see {@link toPromptVersion}. */
  version: string;
  /** When the API gave it, as ISO 8601; absent in a fallback. */
  fetchedAt?: string;
}

/** Prompts that are at hand, also while the API is away. It is safe to share. */
export interface PromptStore {
  /**
   * Delivers a prompt: a copy for each caller. One request is made however many ask at once. A
   * prompt that is older than `ttl` is given at once, flagged, while one request refreshes it.
   *
   * @throws `NotFoundError` when there is no such prompt; a refusal is never hidden.
   * @throws `PromptCrafterError` when the API is away and the prompt is not at hand.
   * @example
   * ```ts
   * const { content, isStale, isFallback } = await prompts.get('prompt104');
   * ```
   */
  get(id: string): Promise<StoredPrompt>;
  /**
   * Changes the given fields of a prompt, also for those who get it from here.
   *
   * @example
   * ```ts
   * await prompts.update('prompt104', { content: 'Explain {topic} to a child.' });
   * ```
   */
  update(id: string, input: UpdatePromptInput, options?: RequestOptions): Promise<Prompt>;
  /**
   * Deletes a prompt and its logs, also for those who get it from here.
   *
   * @example
   * ```ts
   * await prompts.delete('prompt104');
   * ```
   */
  delete(id: string, options?: RequestOptions): Promise<void>;
}

const defaultTtl = 60_000;
const mostEntries = 1_000;

/**
 * Creates a store that keeps the last 1 000 prompts that were asked for, and gives them also while
 * the API is away. It starts no timer.
 *
 * @throws `PromptCrafterValidationError` when an option cannot be used.
 * @example
 * ```ts
 * const prompts = createPromptStore(client, { ttl: 60_000 });
 * const prompt = await prompts.get('prompt104');
 * ```
 */
export function createPromptStore(
  client: PromptStoreClient,
  options: PromptStoreOptions = {},
): PromptStore {
  const { ttl = defaultTtl, fallback } = options;
  if (!(typeof ttl === 'number' && ttl >= 0)) {
    const issue = { path: 'ttl', message: 'must be a number of milliseconds from 0 on' };
    throw new PromptCrafterValidationError(
      `Failed to create prompt store: ${issue.path} ${issue.message}. Leave it out for ${defaultTtl}.`,
      { issues: [issue] },
    );
  }
  return new CachedPrompts(client, ttl, resolveFallback(fallback));
}

class CachedPrompts implements PromptStore {
  readonly #client: PromptStoreClient;
  readonly #ttl: number;
  readonly #findFallback: FindFallback;
  /** The one that was asked for last comes last. */
  readonly #entries = new Map<string, PromptEntry>();

  constructor(client: PromptStoreClient, ttl: number, findFallback: FindFallback) {
    this.#client = client;
    this.#ttl = ttl;
    this.#findFallback = findFallback;
  }

  async get(id: string): Promise<StoredPrompt> {
    const entry = this.#open(id);
    const fallback = this.#findFallback(id);
    if (entry.prompt && entry.isFresh(this.#ttl)) return toStored(entry.prompt, entry);
    // What is at hand is given at once: nobody waits for the end of an outage.
    const atHand =
      (entry.prompt && toStored(entry.prompt, entry, true)) ??
      (fallback && entry.isAway() ? toFallback(fallback) : undefined);
    if (atHand) {
      if (entry.isRefreshDue()) this.#request(id, entry).catch(() => undefined);
      return atHand;
    }
    const { writes } = entry;
    try {
      await (entry.request ?? this.#request(id, entry));
    } catch (error) {
      if (entry.writes !== writes) return this.get(id);
      if (!isOutage(error)) throw error;
      // What the API said last holds while it is away, be it a refusal.
      if (entry.refusal !== undefined) throw entry.refusal;
      if (!fallback) throw error;
      return toFallback(fallback);
    }
    return entry.prompt ? toStored(entry.prompt, entry) : this.get(id);
  }

  async update(id: string, input: UpdatePromptInput, options?: RequestOptions): Promise<Prompt> {
    const { writes } = this.#open(id);
    try {
      const prompt = await this.#client.updatePrompt(id, input, options);
      const entry = this.#endWrite(id);
      entry.keep(copyRecord(prompt));
      // Another write has ended meanwhile: nobody here knows which of them the server took last.
      if (entry.writes !== writes + 1) entry.expire();
      return prompt;
    } catch (error) {
      this.#noteFailedWrite(id, error);
      throw error;
    }
  }

  async delete(id: string, options?: RequestOptions): Promise<void> {
    try {
      await this.#client.deletePrompt(id, options);
      this.#endWrite(id).forget();
    } catch (error) {
      this.#noteFailedWrite(id, error);
      throw error;
    }
  }

  /** Asks the API, and keeps what it says, unless something was written meanwhile. */
  #request(id: string, entry: PromptEntry): Promise<void> {
    const { writes } = entry;
    const ask = async () => {
      try {
        const prompt = await this.#client.getPromptById(id);
        if (entry.writes === writes) entry.keep(copyRecord(prompt));
      } catch (error) {
        if (entry.writes === writes) entry.noteFailure(error, isOutage(error));
        throw error;
      }
    };
    const request = ask().finally(() => {
      if (entry.request === request) entry.request = undefined;
    });
    entry.request = request;
    return request;
  }

  /** What was asked for before a write may be from before it: nobody waits for that any more. */
  #endWrite(id: string): PromptEntry {
    const entry = this.#open(id);
    entry.writes += 1;
    entry.request = undefined;
    return entry;
  }

  #noteFailedWrite(id: string, error: unknown): void {
    const status = error instanceof PromptCrafterError ? error.status : undefined;
    const isKnown = error instanceof PromptCrafterError && error.outcome === 'not-applied';
    if (status === 404 && !isOutage(error)) this.#endWrite(id).forget();
    else if (!isKnown) this.#endWrite(id).expire();
  }

  #open(id: string): PromptEntry {
    const entry = this.#entries.get(id) ?? new PromptEntry();
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    if (this.#entries.size > mostEntries) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return entry;
  }
}

function toStored(prompt: Prompt, { fetchedAt }: PromptEntry, isStale = false): StoredPrompt {
  return {
    ...copyRecord(prompt),
    isStale,
    isFallback: false,
    version: toPromptVersion(prompt.content),
    fetchedAt: new Date(fetchedAt).toISOString(),
  };
}

function toFallback(prompt: FallbackPrompt): StoredPrompt {
  const { tags, ...fields } = copyRecord(prompt);
  return {
    ...fields,
    ...(tags && { tags: [...tags] }),
    isStale: false,
    isFallback: true,
    version: toPromptVersion(prompt.content),
  };
}
