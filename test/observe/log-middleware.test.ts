import * as ai7 from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import * as ai5 from 'ai-5';
import { MockLanguageModelV2 } from 'ai-5/test';
import * as ai6 from 'ai-6';
import { MockLanguageModelV3 } from 'ai-6/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toPromptVersion } from '../../src/core/prompt-version.ts';
import { renderPrompt } from '../../src/core/render-prompt.ts';
import type { AnswerRecord } from '../../src/observe/log-answer.ts';
import { type LogMiddlewareOptions, logMiddleware } from '../../src/observe/log-middleware.ts';
import { observe } from '../../src/observe/observe.ts';
import { withPrompt } from '../../src/observe/with-prompt.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { aiSdks } from './vendors/ai-sdks.ts';
import { startVendor } from './vendors/scripted-vendor.ts';
import { completion, textStream } from './vendors/wire-chat.ts';

const quiet = globalThis as { AI_SDK_LOG_WARNINGS?: boolean };
beforeAll(() => {
  quiet.AI_SDK_LOG_WARNINGS = false;
});
afterAll(() => {
  delete quiet.AI_SDK_LOG_WARNINGS;
});

type Part = Record<string, unknown>;

/** Ends an answer as the version of the specification wants it. */
interface Ends {
  readonly finishReason: unknown;
  readonly usage: unknown;
}

const flat: Ends = {
  finishReason: 'stop',
  usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 },
};
const nested: Ends = {
  finishReason: { unified: 'stop', raw: 'end_turn' },
  usage: { inputTokens: { total: 3 }, outputTokens: { total: 4 } },
};

// The calls that the tests make are written alike in all of them.
const versions = [
  ['ai 5', ai5, MockLanguageModelV2, flat],
  ['ai 6', ai6, MockLanguageModelV3, nested],
  ['ai 7', ai7, MockLanguageModelV4, nested],
] as unknown as [string, typeof ai7, typeof MockLanguageModelV4, Ends][];

const text = (delta: string): Part => ({ type: 'text-delta', id: '1', delta });
const metadata: Part = { type: 'response-metadata', modelId: 'mock-2026' };
const toolInput = [
  { type: 'tool-input-start', id: 'c1', toolName: 'weather' },
  { type: 'tool-input-delta', id: 'c1', delta: '{"city":' },
  { type: 'tool-input-delta', id: 'c1', delta: '"Köln"}' },
  { type: 'tool-input-end', id: 'c1' },
];
const toolCall = {
  type: 'tool-call',
  toolCallId: 'c1',
  toolName: 'weather',
  input: '{"city":"Köln"}',
};

function createQueue() {
  const logs: AnswerRecord[] = [];
  const lines: string[] = [];
  return {
    logs,
    lines,
    options: {
      queue: { log: (record: AnswerRecord) => logs.push(record) },
      logger: { warn: (line: string) => lines.push(line) },
    },
  };
}

async function readToEnd(parts: AsyncIterable<unknown>): Promise<void> {
  for await (const _part of parts);
}

describe.each(versions)('%s', (_version, ai, Mock, ends) => {
  /** A model that gives the parts one after the other, and heeds no signal. */
  function wrap(
    parts: readonly Part[],
    options: LogMiddlewareOptions,
    ending: 'close' | 'error' | 'hang' = 'close',
  ) {
    const model = new Mock({
      modelId: 'mock',
      doGenerate: (async () => ({
        content: parts,
        warnings: [],
        response: { modelId: 'mock-2026' },
        ...ends,
      })) as never,
      doStream: (async () => {
        const rest = [{ type: 'stream-start', warnings: [] }, ...parts];
        const stream = new ReadableStream({
          pull(controller) {
            const part = rest.shift();
            if (part) controller.enqueue(part);
            else if (ending === 'close') controller.close();
            else if (ending === 'error') controller.error(new Error('Cut off.'));
            else return new Promise(() => {});
          },
        });
        return { stream };
      }) as never,
    });
    return ai.wrapLanguageModel({ model, middleware: logMiddleware(options) });
  }

  const textParts = (...deltas: string[]) => [
    { type: 'text-start', id: '1' },
    ...deltas.map(text),
    { type: 'text-end', id: '1' },
  ];
  const finish = { type: 'finish', ...ends };
  const prompt = 'Why is the sky blue?';

  it('logs what a model generates', async () => {
    const { logs, options } = createQueue();
    const content = [
      { type: 'reasoning', text: 'I think.' },
      { type: 'text', text: 'I ' },
      { type: 'text', text: 'look.' },
      toolCall,
    ];
    const model = wrap(content, { ...options, prompt: 'prompt104' });
    const result = await ai.generateText({ model, prompt });
    expect(result.text).toBe('I look.');
    expect(logs).toEqual([
      {
        promptId: 'prompt104',
        output: 'I look.\nweather({"city":"Köln"})',
        modelUsed: 'mock-2026',
        meta: { input: prompt, ms: expect.any(Number), tokensIn: 3, tokensOut: 4, finish: 'stop' },
      },
    ]);
  });

  it('logs what a model streams', async () => {
    const { logs, options } = createQueue();
    const parts = [metadata, ...textParts('I ', 'look.'), ...toolInput, toolCall, finish];
    const model = wrap(parts, { ...options, prompt: 'prompt104' });
    const seen = [];
    for await (const part of ai.streamText({ model, prompt }).textStream) seen.push(part);
    expect(seen).toEqual(['I ', 'look.']);
    expect(logs).toMatchObject([
      {
        output: 'I look.\nweather({"city":"Köln"})',
        modelUsed: 'mock-2026',
        meta: { input: prompt, tokensIn: 3, tokensOut: 4, finish: 'stop' },
      },
    ]);
  });

  it('logs objects', async () => {
    const { logs, options } = createQueue();
    const model = wrap([{ type: 'text', text: '{"a":1}' }], { ...options, prompt: 'prompt104' });
    const schema = ai.jsonSchema({ type: 'object', properties: { a: { type: 'number' } } });
    expect((await ai.generateObject({ model, prompt, schema })).object).toEqual({ a: 1 });
    expect(logs).toMatchObject([{ output: '{"a":1}' }]);
  });

  it.each([
    ['error', 'error'],
    ['close', 'error'],
  ] as const)('logs how far a stream came that ends early: %s', async (ending, word) => {
    const { logs, options } = createQueue();
    const model = wrap(textParts('Blue').slice(0, 2), { ...options, prompt: 'p' }, ending);
    const { fullStream } = ai.streamText({ model, prompt, onError() {} });
    await readToEnd(fullStream).catch(() => undefined);
    expect(logs).toMatchObject([{ output: 'Blue', meta: { finish: word } }]);
  });

  it('logs how far a stream came that says that it failed', async () => {
    const { logs, options } = createQueue();
    const parts = [
      ...textParts('Blue').slice(0, 2),
      { type: 'error', error: 'Overloaded.' },
      finish,
    ];
    const model = wrap(parts, { ...options, prompt: 'p' });
    const { fullStream } = ai.streamText({ model, prompt, onError() {} });
    await readToEnd(fullStream);
    expect(logs).toMatchObject([{ output: 'Blue', meta: { finish: 'error' } }]);
  });

  it('logs how far a stream came that the caller aborts, though the model heeds no signal', async () => {
    const { logs, options } = createQueue();
    const model = wrap(textParts('Blue').slice(0, 2), { ...options, prompt: 'p' }, 'hang');
    const controller = new AbortController();
    const abortSignal = controller.signal;
    const { textStream } = ai.streamText({ model, prompt, abortSignal, onError() {} });
    for await (const _part of textStream) break;
    expect(logs).toEqual([]);
    controller.abort();
    expect(logs).toMatchObject([{ output: 'Blue', meta: { finish: 'aborted' } }]);
  });

  it('logs nothing of a model that fails, and throws what it threw', async () => {
    const { logs, options } = createQueue();
    const thrown = new Error('No.');
    const fail = async () => {
      throw thrown;
    };
    const base = new Mock({ doGenerate: fail, doStream: fail });
    const middleware = logMiddleware({ ...options, prompt: 'p' });
    const model = ai.wrapLanguageModel({ model: base, middleware });
    await expect(ai.generateText({ model, prompt, maxRetries: 0 })).rejects.toBe(thrown);
    expect(logs).toEqual([]);
  });

  it('hands on the result of a model, but for its stream', async () => {
    const result = { stream: new ReadableStream(), request: { body: 'x' } };
    const middleware = logMiddleware({ queue: { log() {} }, prompt: 'p' });
    const wrapped = await middleware.wrapStream({
      doStream: async () => result,
      params: {},
      model: {},
    });
    expect({ ...wrapped, stream: 0 }).toEqual({ ...result, stream: 0 });
  });

  describe('is linked', () => {
    const content = [{ type: 'text', text: 'Air.' }];

    it('to a rendered prompt that is given', async () => {
      const { logs, options } = createQueue();
      const rendered = renderPrompt({ _id: 'p1', content: 'Why {what}?' }, { what: 'blue' });
      await ai.generateText({ model: wrap(content, { ...options, prompt: rendered }), prompt });
      expect(logs).toMatchObject([
        {
          promptId: 'p1',
          meta: { prompt: toPromptVersion('Why {what}?'), variables: { what: 'blue' } },
        },
      ]);
    });

    it('to a prompt that is given, and its variables where its text is recognised', async () => {
      const { logs, options } = createQueue();
      const stored = { _id: 'p1', content: 'Why is the {what} so very blue?' };
      const rendered = renderPrompt(stored, { what: 'sea' });
      const model = wrap(content, { ...options, prompt: stored });
      await ai.generateText({ model, prompt });
      await ai.generateText({ model, prompt: `${rendered}` });
      const version = toPromptVersion(stored.content);
      expect(logs).toMatchObject([
        { promptId: 'p1', meta: { prompt: version } },
        { promptId: 'p1', meta: { prompt: version, variables: { what: 'sea' } } },
      ]);
      expect(logs[0]?.meta.variables).toBeUndefined();
    });

    it('to a text that is recognised, where none is given', async () => {
      const { logs, options } = createQueue();
      const rendered = renderPrompt(
        { _id: 'p2', content: 'You explain {what} to all.' },
        { what: 'it' },
      );
      await ai.generateText({ model: wrap(content, options), system: `${rendered}`, prompt });
      expect(logs).toMatchObject([{ promptId: 'p2', meta: { input: prompt } }]);
    });

    it('by withPrompt above all', async () => {
      const { logs, options } = createQueue();
      const model = wrap(content, { ...options, prompt: 'p1' });
      await withPrompt('p3', () => ai.generateText({ model, prompt }));
      expect(logs).toMatchObject([{ promptId: 'p3' }]);
    });

    it('or else not logged, which is told once', async () => {
      const { logs, lines, options } = createQueue();
      const model = wrap(content, options);
      await ai.generateText({ model, prompt });
      await ai.generateText({ model, prompt });
      expect(logs).toEqual([]);
      expect(lines).toEqual([
        'Failed to log an answer of a model of the AI SDK: the call is linked to no prompt. Give a promptId, or send a text of renderPrompt().',
      ]);
    });
  });
});

describe.each(aiSdks)('together with observe: %s', (_version, createSdk) => {
  const prompt = 'Why is the sky blue?';

  async function ask(
    of: 'generate' | 'stream',
    middleware: boolean,
    observed: boolean,
    inner?: string,
    system?: string,
  ) {
    const { logs, lines, options } = createQueue();
    const reply =
      of === 'generate' ? completion({ message: { content: 'Air.' } }) : textStream('Air.');
    await using vendor = await startVendor([reply]);
    const fetch = system
      ? globalThis.fetch
      : observe({
          ...options,
          promptId: observed ? 'of-observe' : undefined,
        });
    const { ai, chat } = createSdk(vendor.url, fetch);
    const model = ai.wrapLanguageModel({
      model: chat as Exclude<typeof chat, string>,
      middleware: [
        logMiddleware({ ...options, prompt: middleware ? 'of-middleware' : undefined }),
        ...(inner === undefined ? [] : [logMiddleware({ ...options, prompt: inner || undefined })]),
      ],
    });
    if (of === 'generate') await ai.generateText({ model, prompt, ...(system && { system }) });
    else await readToEnd(ai.streamText({ model, prompt, ...(system && { system }) }).textStream);
    return { prompts: logs.map(({ promptId }) => promptId), lines };
  }

  describe.each(['generate', 'stream'] as const)('%s', (of) => {
    it('a middleware with a prompt logs', async () => {
      expect(await ask(of, true, true)).toEqual({ prompts: ['of-middleware'], lines: [] });
    });

    it('one without leaves it to observe', async () => {
      expect(await ask(of, false, true)).toEqual({ prompts: ['of-observe'], lines: [] });
    });

    it('without any prompt it is told once', async () => {
      const { prompts, lines } = await ask(of, false, false);
      expect(prompts).toEqual([]);
      expect(lines).toHaveLength(1);
    });

    it('of two middlewares the outer one logs', async () => {
      expect(await ask(of, true, true, 'of-inner')).toEqual({
        prompts: ['of-middleware'],
        lines: [],
      });
    });

    it('of two middlewares that recognise the prompt one logs', async () => {
      const rendered = renderPrompt({ _id: 'p9', content: 'You are the one who explains.' });
      expect(await ask(of, false, false, '', `${rendered}`)).toEqual({
        prompts: ['p9'],
        lines: [],
      });
    });

    it('of two middlewares the one with a prompt logs', async () => {
      expect(await ask(of, false, true, 'of-inner')).toEqual({ prompts: ['of-inner'], lines: [] });
    });
  });
});

it('keeps nothing of a stream that nobody reads, though the signal lives on', async () => {
  const { signal } = new AbortController();
  const references: WeakRef<object>[] = [];
  const middleware = logMiddleware({ queue: { log() {} }, prompt: 'p' });
  for (let call = 0; call < 20; call += 1) {
    const params = { abortSignal: signal, prompt: [] };
    references.push(new WeakRef(params));
    const result = await middleware.wrapStream({
      doStream: async () => ({ stream: new ReadableStream() }),
      params,
      model: {},
    });
    references.push(new WeakRef(result.stream));
  }
  await collectGarbage();
  expect(references.filter((reference) => reference.deref()).length).toBeLessThanOrEqual(2);
});

it.each([
  [{}, 'queue must have a function log'],
  [{ queue: { log() {} }, prompt: 7 }, 'prompt must be an id, a prompt or a rendered prompt'],
  [{ queue: { log() {} }, redact: 'x' }, 'redact must be a function'],
  [{ queue: { log() {} }, input: 'no' }, 'input must be true or false'],
])('refuses %j', (options, reason) => {
  expect(() => logMiddleware(options as unknown as LogMiddlewareOptions)).toThrow(
    `Failed to make a middleware: ${reason}.`,
  );
});
