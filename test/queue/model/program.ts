import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOwnIdentity } from '../../../src/files/node-process-identity.ts';
import PromptCrafterClient, {
  type ClientOptions,
  type CreateLogInput,
} from '../../../src/index.ts';
import { ClientLogQueue } from '../../../src/queue/client-log-queue.ts';
import type { FlushReport } from '../../../src/queue/flush.ts';
import type { SpoolOptions } from '../../../src/queue/node-spool.ts';
import type { LogQueueOptions } from '../../../src/queue/options.ts';
import { NodeSpoolStore } from '../../../src/queue/spool/node-spool-store.ts';
import type { AttachableSpool } from '../../../src/queue/spool.ts';
import { live } from './lives.ts';
import type { Sender, World } from './world.ts';

/** A token of a user. */
export const toToken = (sub: string) => `e30.${btoa(JSON.stringify({ sub }))}.c2VjcmV0`;

/** What a program may have of its own. */
export interface ProgramOptions extends LogQueueOptions {
  readonly client?: ClientOptions;
  readonly spoolOptions?: SpoolOptions;
}

/** What a program did with its queue, as its author sees it. */
export interface Diary {
  accepted: CreateLogInput[];
  stored: CreateLogInput[];
  failed: { input: CreateLogInput; outcome: string }[];
  dropped: CreateLogInput[];
  reports: FlushReport[];
}

let programs = 0;

/** A program with a queue; with a folder it has a spool, and can die like one that is killed. */
export class Program implements Sender {
  isAlive = true;
  isClosed = false;
  readonly queue: ClientLogQueue;
  readonly client: PromptCrafterClient;
  readonly diary: Diary = { accepted: [], stored: [], failed: [], dropped: [], reports: [] };
  /** How many logs of others it took over. */
  adopted = 0;
  readonly #folder: string | undefined;
  readonly #number: number;

  constructor(world: World, folder: string | undefined, options: ProgramOptions = {}) {
    const { client, spoolOptions = {}, ...queueOptions } = options;
    programs += 1;
    this.#number = programs;
    this.#folder = folder;
    this.client = new PromptCrafterClient({
      baseUrl: 'https://api.example.com',
      token: toToken('user1'),
      fetch: world.createFetch(this),
      ...client,
    });
    const { diary } = this;
    const settings: LogQueueOptions = {
      concurrency: 3,
      ...(folder !== undefined && { spool: this.#createSpool(folder, spoolOptions) }),
      onStored: ({ input }) => diary.stored.push(input),
      onFailed: ({ input, outcome }) => diary.failed.push({ input, outcome }),
      onDropped: ({ input }) => diary.dropped.push(input),
      ...queueOptions,
    };
    this.queue = live(this, () => new ClientLogQueue(this.client, settings));
  }

  log(input: CreateLogInput): void {
    if (live(this, () => this.queue.log(input))) this.diary.accepted.push(input);
  }

  flush(timeout: number): Promise<FlushReport> {
    return this.#report(live(this, () => this.queue.flush({ timeout })));
  }

  close(timeout: number): Promise<FlushReport> {
    this.isClosed = true;
    return this.#report(live(this, () => this.queue.close({ timeout })));
  }

  /** Does nothing more, as if it had been killed. */
  die(): void {
    this.isAlive = false;
    if (this.#folder === undefined) return;
    for (const entry of readdirSync(this.#folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const path = join(this.#folder, entry.name, 'owner.json');
      const owner = JSON.parse(readFileSync(path, 'utf8'));
      if (owner.process.program !== this.#number) continue;
      // No process has such an id.
      owner.process = { ...owner.process, pid: 10_000_000 + this.#number };
      writeFileSync(path, JSON.stringify(owner));
    }
  }

  async #report(flush: Promise<FlushReport>): Promise<FlushReport> {
    const report = await flush;
    if (this.isAlive) this.diary.reports.push(report);
    return report;
  }

  #createSpool(folder: string, { maxBytes, account }: SpoolOptions): AttachableSpool {
    const identity = { ...readOwnIdentity(), program: this.#number };
    const settings = {
      folder,
      maxBytes: maxBytes ?? 1024 ** 3,
      fsync: 'never',
      account,
      identity,
    } as const;
    return {
      folder,
      attach: (owner) =>
        new NodeSpoolStore(settings, {
          ...owner,
          onAdopted: (count) => {
            this.adopted += count;
            return owner.onAdopted(count);
          },
        }),
    };
  }
}
