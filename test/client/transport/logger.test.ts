import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogEvent, Logger, LogLevel } from '../../../src/index.ts';
import { createObservedClient, inTurn, json } from '../../support/create-observed-client.ts';
import { logInput, sampleLog } from '../../support/operations.ts';
import { rejectionOf } from '../../support/rejection-of.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  vi.stubEnv('PROMPTCRAFTER_LOG', '');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

type Level = keyof Logger;

/** A logger that notes level, message and event. */
function createNotes() {
  const notes: { level: Level; message: string; event: LogEvent }[] = [];
  const note = (level: Level) => (message: string, event: LogEvent) => {
    notes.push({ level, message, event });
  };
  const logger = {
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  };
  return { logger, notes };
}

/** Fails, waits 100 ms for an answer that is good, and ends with a 404 the second time. */
async function makeTwoCalls(logger: Logger, logLevel?: LogLevel) {
  const { client } = createObservedClient(
    inTurn(
      json(503, {}),
      () => new Promise((resolve) => setTimeout(() => resolve(Response.json([])), 100)),
      json(404, { error: 'No' }),
    ),
    { logger, logLevel },
  );
  const calls = client.getLogs().then(() => rejectionOf(client.deletePrompt('prompt104')));
  await vi.runAllTimersAsync();
  await calls;
}

describe('a logger', () => {
  it('is told what happens, in order', async () => {
    const { logger, notes } = createNotes();
    await makeTwoCalls(logger, 'debug');
    const get = { method: 'GET', route: '/logs' };
    const remove = { method: 'DELETE', route: '/prompts/{id}' };
    expect(notes.map(({ level, event }) => ({ level, ...event }))).toEqual([
      { level: 'debug', ...get, attempt: 1, duration: 0 },
      { level: 'info', ...get, attempt: 1, duration: 0, status: 503 },
      {
        level: 'warn',
        ...get,
        attempt: 1,
        duration: 0,
        error: 'ServerError',
        status: 503,
        retryIn: 250,
      },
      { level: 'debug', ...get, attempt: 2, duration: 250 },
      { level: 'info', ...get, attempt: 2, duration: 350, status: 200 },
      { level: 'debug', ...remove, attempt: 1, duration: 0 },
      { level: 'info', ...remove, attempt: 1, duration: 0, status: 404 },
      { level: 'error', ...remove, attempt: 1, duration: 0, status: 404, error: 'NotFoundError' },
    ]);
  });

  it('gets messages that a person can read', async () => {
    const { logger, notes } = createNotes();
    await makeTwoCalls(logger, 'debug');
    expect(notes.map(({ message }) => message)).toEqual([
      'promptcrafter GET /logs, attempt 1 (0 ms)',
      'promptcrafter GET /logs, attempt 1, HTTP 503 (0 ms)',
      'promptcrafter GET /logs, attempt 1, HTTP 503, ServerError, again in 250 ms (0 ms)',
      'promptcrafter GET /logs, attempt 2 (250 ms)',
      'promptcrafter GET /logs, attempt 2, HTTP 200 (350 ms)',
      'promptcrafter DELETE /prompts/{id}, attempt 1 (0 ms)',
      'promptcrafter DELETE /prompts/{id}, attempt 1, HTTP 404 (0 ms)',
      'promptcrafter DELETE /prompts/{id}, attempt 1, HTTP 404, NotFoundError (0 ms)',
    ]);
  });

  it.each<[LogLevel | undefined, Level[]]>([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['off', []],
    [undefined, ['warn', 'error']],
  ])('is told what level %s lets through', async (level, expected) => {
    const { logger, notes } = createNotes();
    await makeTwoCalls(logger, level);
    expect(new Set(notes.map((note) => note.level))).toEqual(new Set(expected));
  });

  it('wins over the environment', async () => {
    vi.stubEnv('PROMPTCRAFTER_LOG', 'debug');
    const { logger, notes } = createNotes();
    await makeTwoCalls(logger, 'off');
    expect(notes).toEqual([]);
  });

  it('may lack methods, or have them on a prototype that needs its this', async () => {
    await makeTwoCalls({}, 'debug');
    class CountingLogger {
      count = 0;
      error() {
        this.count += 1;
      }
    }
    const logger = new CountingLogger();
    await makeTwoCalls(logger, 'debug');
    expect(logger.count).toBe(1);
  });

  it.each([
    ['throws', () => JSON.parse('{')],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('that %s fails no call, and never the program', async (_, fail) => {
    const logger = { debug: fail, info: fail, warn: fail, error: fail };
    const { client } = createObservedClient(
      inTurn(json(503, {}), json(200, []), json(404, { error: 'No' })),
      { logger, logLevel: 'debug' },
    );
    const logs = client.getLogs();
    await vi.runAllTimersAsync();
    expect(await logs).toEqual([]);
    expect(await rejectionOf(client.getLogs())).toMatchObject({ message: 'No' });
  });

  it('is told of an input that is refused, without the input', async () => {
    const { logger, notes } = createNotes();
    const { client } = createObservedClient(json(201, sampleLog), { logger });
    await rejectionOf(client.createLog({ ...logInput, score: 77 }));
    expect(notes).toHaveLength(1);
    expect(notes[0]?.event).toMatchObject({ attempt: 0, error: 'PromptCrafterValidationError' });
    expect(JSON.stringify(notes)).not.toMatch(/77|Britain/);
  });

  it('is told of no request where none goes out', async () => {
    const { logger, notes } = createNotes();
    const { client } = createObservedClient(json(200, []), { logger, logLevel: 'debug' });
    await rejectionOf(client.getLogs({ signal: AbortSignal.abort() }));
    expect(notes).toEqual([]);
  });

  it('is not told of an abort, which is no failure', async () => {
    const { logger, notes } = createNotes();
    const { client } = createObservedClient(() => new Promise(() => undefined), { logger });
    const controller = new AbortController();
    const rejection = rejectionOf(client.getLogs({ signal: controller.signal }));
    controller.abort();
    await rejection;
    expect(notes).toEqual([]);
  });

  it('is nobody where none is given: nothing is printed', async () => {
    const methods = ['debug', 'info', 'log', 'warn', 'error'] as const;
    const prints = methods.map((method) => vi.spyOn(console, method));
    const { client } = createObservedClient(json(404, {}));
    await rejectionOf(client.getLogs());
    vi.stubEnv('PROMPTCRAFTER_LOG', 'debug');
    const { client: silent } = createObservedClient(json(404, {}), { logger: false as never });
    await rejectionOf(silent.getLogs());
    vi.stubEnv('PROMPTCRAFTER_LOG', 'chatty');
    const { client: misspelt } = createObservedClient(json(404, {}));
    await rejectionOf(misspelt.getLogs());
    for (const print of prints) expect(print).not.toHaveBeenCalled();
  });

  it('is the console’s error stream where the environment asks for lines', async () => {
    const print = vi.spyOn(console, 'error').mockReturnValue();
    vi.stubEnv('PROMPTCRAFTER_LOG', 'info');
    const { client } = createObservedClient(json(404, {}));
    await rejectionOf(client.getLogs());
    expect(print.mock.calls).toEqual([
      [expect.stringMatching(/^promptcrafter GET \/logs, attempt 1, HTTP 404 /)],
      [expect.stringMatching(/^promptcrafter GET \/logs, attempt 1, HTTP 404, NotFoundError /)],
    ]);
  });
});
