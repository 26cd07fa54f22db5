import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { toPromptVersion } from '../../src/core/prompt-version.ts';
import { renderPrompt } from '../../src/core/render-prompt.ts';
import type { AnswerRecord } from '../../src/observe/log-answer.ts';
import { type ObserveOptions, observe } from '../../src/observe/observe.ts';
import type { ObservedCall } from '../../src/observe/request/read-request.ts';
import { withPrompt } from '../../src/observe/with-prompt.ts';
import { showEverything } from '../support/show-everything.ts';

const url = 'https://api.example.com/v1/chat/completions';
const answer = {
  model: 'gpt-4o-2026',
  choices: [{ index: 0, message: { content: 'Air.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 4 },
};
const ask = (content: unknown = 'Why is the sky blue?', more: object = {}) => ({
  method: 'POST',
  body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }], ...more }),
});

function createParts(options: Partial<ObserveOptions> = {}, respond = () => Response.json(answer)) {
  const logs: AnswerRecord[] = [];
  const lines: unknown[][] = [];
  const requests: unknown[][] = [];
  const fetch = observe({
    queue: { log: (record: AnswerRecord) => logs.push(record) },
    logger: { warn: (...line: unknown[]) => lines.push(line) },
    promptId: 'prompt104',
    fetch: async (...request: unknown[]) => {
      requests.push(request);
      return respond();
    },
    ...options,
  });
  /** Sends a request, and reads its answer to the end. */
  const read = async (...request: Parameters<typeof fetch>) => (await fetch(...request)).text();
  return { fetch, read, logs, lines, requests };
}

describe('what is logged', () => {
  it('is one record for an answer, with all that is known of it', async () => {
    const { read, logs } = createParts();
    await read(url, ask());
    expect(logs).toEqual([
      {
        promptId: 'prompt104',
        output: 'Air.',
        modelUsed: 'gpt-4o-2026',
        meta: {
          input: 'Why is the sky blue?',
          ms: expect.any(Number),
          tokensIn: 3,
          tokensOut: 4,
          finish: 'stop',
        },
      },
    ]);
  });

  it('names the model that was asked where the answer names none', async () => {
    const { model: _model, ...rest } = answer;
    const { read, logs } = createParts({}, () => Response.json(rest));
    await read(url, ask());
    await read(url, { method: 'POST', body: '{}' });
    expect(logs.map(({ modelUsed }) => modelUsed)).toEqual(['gpt-4o', 'unknown']);
  });

  it('says how many milliseconds the answer took', async () => {
    vi.useFakeTimers();
    try {
      const { fetch, logs } = createParts({
        fetch: async () => {
          vi.advanceTimersByTime(700);
          return Response.json(answer);
        },
      });
      const response = await fetch(url, ask());
      vi.advanceTimersByTime(140);
      await response.text();
      expect(logs[0]?.meta.ms).toBe(840);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['a text', 'Why?', 'Why?'],
    [
      'parts',
      [
        { type: 'text', text: 'Why' },
        { type: 'text', text: 'blue?' },
      ],
      'Why\nblue?',
    ],
    [
      'images and files, named and not copied',
      [
        { type: 'text', text: 'See:' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,c2VjcmV0' } },
        { type: 'image_url', image_url: { url: 'https://x.com/a/sky.png?sig=secret' } },
        { type: 'file', file: { filename: 'notes.pdf', file_data: 'data:;base64,c2VjcmV0' } },
        { type: 'file', file: { file_id: 'file-1' } },
        { type: 'input_audio', input_audio: { data: 'c2VjcmV0', format: 'wav' } },
        { type: 'input_image', image_url: 'https://x.com/sea.png' },
        { type: 'image', source: { type: 'base64', data: 'c2VjcmV0' } },
        { type: 'document', title: 'Sky', source: { type: 'url', url: 'https://x.com/?k=secret' } },
      ],
      [
        'See:',
        '[image]',
        '[image: sky.png]',
        '[file: notes.pdf]',
        '[file: file-1]',
        '[audio]',
        '[image: sea.png]',
        '[image]',
        '[file: Sky]',
      ].join('\n'),
    ],
    ['nothing that people read', [{ type: 'tool_result', content: 'x' }], undefined],
  ])('has %s as its input', async (_case, content, input) => {
    const { read, logs } = createParts();
    await read(url, ask(content));
    expect(logs[0]?.meta.input).toBe(input);
    expect(JSON.stringify(logs)).not.toMatch(/secret|c2VjcmV0/);
  });

  it('has the last message of the user as its input, whatever tools said since', async () => {
    const { read, logs } = createParts();
    const messages = [
      { role: 'system', content: 'You explain.' },
      { role: 'user', content: 'First.' },
      { role: 'assistant', content: 'Yes?' },
      { role: 'user', content: 'Second.' },
      { role: 'assistant', tool_calls: [] },
      { role: 'user', content: [{ type: 'tool_result', content: 'x' }] },
      { role: 'tool', content: 'y' },
    ];
    await read(url, ask('', { messages }));
    await read('https://x.com/v1/responses', { method: 'POST', body: '{"input":"Third."}' });
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'Fourth.' }] }];
    await read('https://x.com/v1/responses', { method: 'POST', body: JSON.stringify({ input }) });
    expect(logs.map(({ meta }) => meta.input)).toEqual(['Second.']);
  });

  it('is nothing of inputs where they are turned off', async () => {
    const { read, logs } = createParts({ input: false, promptId: undefined });
    const prompt = { _id: 'prompt1', content: 'Explain {topic} to a child of ten.' };
    const text = renderPrompt(prompt, { topic: 'the sea' });
    await read(url, ask(`${text}`));
    const { ms, ...meta } = logs[0]?.meta ?? {};
    expect(meta).toEqual({
      prompt: toPromptVersion(prompt.content),
      tokensIn: 3,
      tokensOut: 4,
      finish: 'stop',
    });
  });

  it('is cut after 10 MiB', async () => {
    const content = 'a'.repeat(11 * 1024 * 1024);
    const choices = [{ message: { content }, finish_reason: 'stop' }];
    const { read, logs } = createParts({}, () => Response.json({ ...answer, choices }));
    expect(await read(url, ask(content))).toContain(content);
    const cut = `${'a'.repeat(10 * 1024 * 1024)}\n[cut: the text is longer than 10 MiB]`;
    expect(logs[0]?.output === cut).toBe(true);
    expect(logs[0]?.meta.input === cut).toBe(true);
    expect(logs[0]?.meta).toMatchObject({ tokensIn: 3, finish: 'stop' });
  });
});

describe('which calls are seen', () => {
  it.each([
    'https://api.openai.com/v1/chat/completions',
    'https://x.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=1',
    'http://127.0.0.1:1/a/b/chat/completions#x',
    '/chat/completions',
  ])('%s', async (address) => {
    const { read, logs } = createParts();
    await read(address, ask());
    expect(logs).toHaveLength(1);
  });

  it('as a URL, a Request, in lower case, and with a body in other forms', async () => {
    const { read, logs } = createParts();
    const { body } = ask();
    const bytes = new TextEncoder().encode(body);
    const method = 'POST';
    await read(new URL(url), ask());
    await read(url, { ...ask(), method: 'post' });
    await read(new Request(url, ask()));
    await read(url, { method, body: bytes });
    await read(url, { method, body: bytes.buffer });
    await read(url, { method, body: new Blob([body]) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(logs.map(({ meta }) => meta.input)).toEqual(Array(6).fill('Why is the sky blue?'));
  });

  it('also where the body cannot be read beside sending it', async () => {
    const { read, logs } = createParts();
    const body = new Blob([ask().body]).stream();
    await read(url, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(logs).toMatchObject([{ output: 'Air.' }]);
    expect(logs[0]?.meta.input).toBeUndefined();
  });

  it.each([
    [url, { method: 'GET' }],
    [url, undefined],
    [`${url}/x`, ask()],
    ['https://x.com/v1/messages/count_tokens', ask()],
    ['https://x.com/messages', ask()],
    ['https://x.com/?/chat/completions', ask()],
    ['https://x.com/v1/responses/r1/cancel', ask()],
  ])('not %s %j', async (address, init) => {
    const response = Response.json(answer);
    const { fetch, logs, requests } = createParts({}, () => response);
    expect(await fetch(address, init)).toBe(response);
    expect(requests).toEqual([[address, init]]);
    await response.text();
    expect(logs).toEqual([]);
  });

  it.each([
    ['an error', () => Response.json(answer, { status: 400 })],
    ['no body', () => new Response(null, { status: 204 })],
  ])('not %s, which is handed on as it is', async (_case, respond) => {
    let response: Response | undefined;
    const { fetch, logs } = createParts({}, () => {
      response = respond();
      return response;
    });
    expect(await fetch(url, ask())).toBe(response);
    expect(logs).toEqual([]);
  });

  it('rejects and throws as what it hands on to does', async () => {
    const reason = new Error('No.');
    const rejecting = createParts({ fetch: () => Promise.reject(reason) });
    await expect(rejecting.fetch(url, ask())).rejects.toBe(reason);
    const throwing = createParts({
      fetch: () => {
        throw reason;
      },
    });
    expect(() => throwing.fetch(url, ask())).toThrow(reason);
  });

  it("looks the platform's fetch up at each call", async () => {
    const { read, logs } = createParts({ fetch: undefined });
    const platform = vi
      .spyOn(globalThis, 'fetch')
      .mockImplementation(async () => Response.json(answer));
    try {
      await read(url, ask());
    } finally {
      platform.mockRestore();
    }
    expect(logs).toHaveLength(1);
  });
});

describe('the prompt', () => {
  const prompt = { _id: 'prompt1', content: 'Explain {topic} to a child of ten.' };
  const version = toPromptVersion(prompt.content);

  it('is the one whose text a message contains', async () => {
    const { read, logs, lines } = createParts({ promptId: undefined });
    const text = renderPrompt(prompt, { topic: 'rain' });
    const system = `Be kind. ${text}`;
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: 'Go.' },
    ];
    await read(url, ask(`${text}`));
    await read(
      url,
      ask([
        { type: 'text', text: 'So:' },
        { type: 'text', text: `${text}` },
      ]),
    );
    await read(url, ask('', { messages }));
    const anthropic = { content: [{ type: 'text', text: 'Air.' }] };
    const other = createParts({ promptId: undefined }, () => Response.json(anthropic));
    const body = (fields: object) => ({ method: 'POST', body: JSON.stringify(fields) });
    await other.read('https://x.com/v1/messages', body({ system, messages: [] }));
    await other.read(
      'https://x.com/v1/messages',
      body({ system: [{ type: 'text', text: system }] }),
    );
    const openai = {
      status: 'completed',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Air.' }] }],
    };
    const third = createParts({ promptId: undefined }, () => Response.json(openai));
    await third.read('https://x.com/v1/responses', body({ instructions: system, input: 'Go.' }));
    const all = [...logs, ...other.logs, ...third.logs];
    expect(all).toHaveLength(6);
    for (const log of all) {
      expect(log.promptId).toBe('prompt1');
      expect(log.meta).toMatchObject({ prompt: version, variables: { topic: 'rain' } });
    }
    expect(lines).toEqual([]);
  });

  it('is rather the one that promptId says', async () => {
    const { read, logs } = createParts({ promptId: 'prompt2' });
    const text = renderPrompt(prompt, { topic: 'snow' });
    await read(url, ask(`${text}`));
    expect(logs[0]?.promptId).toBe('prompt2');
    expect(logs[0]?.meta).not.toHaveProperty('prompt');
    expect(logs[0]?.meta).not.toHaveProperty('variables');
  });

  it('of an id is recognised by its text, too', async () => {
    const { read, logs } = createParts({ promptId: 'prompt1' });
    const text = renderPrompt(prompt, { topic: 'hail' });
    await read(url, ask(`${text}`));
    expect(logs[0]).toMatchObject({ promptId: 'prompt1', meta: { prompt: version } });
  });

  it('is what the function of promptId says of a call', async () => {
    const calls: ObservedCall[] = [];
    const answers = [() => 'prompt3', () => renderPrompt(prompt, { topic: 'fog' }), () => prompt];
    const { read, logs } = createParts({
      promptId: (call) => {
        calls.push(call);
        return answers[calls.length - 1]?.();
      },
    });
    await read(`${url}?key=1`, ask());
    await read(url, ask());
    await read(url, ask());
    expect(calls[0]).toEqual({
      url: `${url}?key=1`,
      api: 'chat.completions',
      model: 'gpt-4o',
      input: 'Why is the sky blue?',
      body: JSON.parse(ask().body),
    });
    expect(logs.map(({ promptId, meta }) => [promptId, meta.prompt, meta.variables])).toEqual([
      ['prompt3', undefined, undefined],
      ['prompt1', version, { topic: 'fog' }],
      ['prompt1', version, undefined],
    ]);
  });

  it('is asked for when the call is made, not when it is answered', async () => {
    let current = 'prompt1';
    const { fetch, logs } = createParts({ promptId: () => current });
    const pending = fetch(url, ask());
    current = 'prompt2';
    await (await pending).text();
    expect(logs[0]?.promptId).toBe('prompt1');
  });

  it.each([
    ['throws', () => JSON.parse('{')],
    ['says nothing', () => undefined],
  ])('is the recognised one where the function %s', async (_case, promptId) => {
    const { read, logs } = createParts({ promptId });
    await read(url, ask(`${renderPrompt(prompt, { topic: 'ice' })}`));
    expect(logs).toMatchObject([{ promptId: 'prompt1' }]);
  });

  it('is what withPrompt says before all others', async () => {
    const { read, logs } = createParts();
    const rendered = renderPrompt(prompt, { topic: 'dew' });
    const results = await Promise.all([
      withPrompt('prompt5', async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return read(url, ask('5'));
      }),
      withPrompt(rendered, () => withPrompt(prompt, () => read(url, ask('6')))),
      withPrompt(rendered, () => read(url, ask('7'))),
      read(url, ask('8')),
    ]);
    expect(new Set(results)).toEqual(new Set([JSON.stringify(answer)]));
    const linked = logs.map(({ promptId, meta }) => [meta.input, promptId, meta.variables]);
    expect(linked.sort()).toEqual([
      ['5', 'prompt5', undefined],
      ['6', 'prompt1', undefined],
      ['7', 'prompt1', { topic: 'dew' }],
      ['8', 'prompt104', undefined],
    ]);
  });

  it('of withPrompt goes along with all that is asynchronous, beside contexts of the program', async () => {
    const own = new AsyncLocalStorage<number>();
    const { read, logs } = createParts();
    const seen = await own.run(7, () =>
      withPrompt('prompt5', async () => {
        await read(url, ask());
        return own.getStore();
      }),
    );
    expect([seen, logs[0]?.promptId]).toEqual([7, 'prompt5']);
  });

  it('gives what the function gives, and throws what it throws', () => {
    expectTypeOf(withPrompt('a', () => 7)).toEqualTypeOf<number>();
    expect(withPrompt('a', () => 7)).toBe(7);
    expect(() => withPrompt('a', () => JSON.parse('{'))).toThrow(SyntaxError);
  });

  it('that nobody gives is told of once, without a word of what was asked', async () => {
    const { read, logs, lines } = createParts({ promptId: undefined });
    const key = { headers: { authorization: 'Bearer sk-secret' } };
    await read(`${url}?key=sk-secret`, { ...ask('My secret.'), ...key });
    await read(url, ask('Another secret.'));
    expect(logs).toEqual([]);
    expect(lines).toEqual([
      [
        'Failed to log an answer of /chat/completions: the call is linked to no prompt. Give a promptId, or send a text of renderPrompt().',
        { method: 'POST', route: '/chat/completions', attempt: 0, duration: 0 },
      ],
    ]);
  });
});

describe('redact', () => {
  it('gives what the queue gets', async () => {
    const { read, logs } = createParts({
      redact: ({ meta, ...record }) => ({ ...record, output: '***', meta: { ms: meta.ms } }),
    });
    await read(url, ask());
    expect(logs).toEqual([
      {
        promptId: 'prompt104',
        output: '***',
        modelUsed: 'gpt-4o-2026',
        meta: { ms: expect.any(Number) },
      },
    ]);
  });

  it('may change the record that it gets', async () => {
    const { read, logs } = createParts({
      redact: (record) => Object.assign(record, { output: record.output.toUpperCase() }),
    });
    await read(url, ask());
    expect(logs).toMatchObject([{ output: 'AIR.' }]);
  });

  it('may keep an answer from being logged', async () => {
    const { read, logs, lines } = createParts({ redact: () => undefined });
    await read(url, ask());
    expect([logs, lines]).toEqual([[], []]);
  });

  it.each([
    ['throws', () => JSON.parse('{')],
    ['gives a promise', async (record: AnswerRecord) => record],
    ['rejects', () => Promise.reject(new Error('No model of mine.'))],
    ['gives something else', () => 'Air.'],
    ['gives null', () => null],
  ])('that %s logs nothing, and is told of once', async (_case, redact) => {
    const { read, logs, lines } = createParts({ redact } as Partial<ObserveOptions>);
    await read(url, ask());
    await read(url, ask());
    expect(logs).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toContain('redact() did not give a record back');
  });
});

describe('trouble', () => {
  it.each([
    ['throws', () => JSON.parse('{')],
    ['rejects', () => Promise.reject(new Error('Full.'))],
  ])('of a queue that %s is told once, and never to the program', async (_case, log) => {
    const problems: unknown[] = [];
    const note = (problem: unknown) => problems.push(problem);
    process.on('unhandledRejection', note);
    const { read, lines } = createParts({ queue: { log } });
    expect(await read(url, ask())).toBe(JSON.stringify(answer));
    expect(await read(url, ask())).toBe(JSON.stringify(answer));
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', note);
    expect(problems).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toContain('the queue threw an error');
  });

  it('of a logger is its own', async () => {
    const logger = { warn: () => JSON.parse('{') };
    const { read } = createParts({ logger, promptId: undefined });
    expect(await read(url, ask())).toBe(JSON.stringify(answer));
  });

  it('of an answer that cannot be read is told once', async () => {
    const { read, logs, lines } = createParts({}, () => new Response('<html>'));
    expect(await read(url, ask())).toBe('<html>');
    await read(url, ask());
    expect(logs).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toContain('it could not be read');
  });

  it.each(['null', '[]', '"x"', '{}', '{"choices":{}}', '{"choices":[null,7,{"message":"x"}]}'])(
    'is none where an answer is %s',
    async (body) => {
      const respond = () => new Response(body, { headers: { 'content-type': 'application/json' } });
      const { read, logs, lines } = createParts({}, respond);
      for (const path of ['/chat/completions', '/responses', '/v1/messages']) {
        expect(await read(`https://x.com${path}`, ask())).toBe(body);
      }
      expect([logs, lines]).toEqual([[], []]);
    },
  );

  it.each(['data: null', 'data: 7', 'data: {"type":"content_block_delta"}', 'event: error', ': x'])(
    'is none where an event is %s',
    async (event) => {
      const headers = { 'content-type': 'text/event-stream' };
      const { read, logs, lines } = createParts(
        {},
        () => new Response(`${event}\n\n`, { headers }),
      );
      for (const path of ['/chat/completions', '/responses', '/v1/messages']) {
        expect(await read(`https://x.com${path}`, ask())).toBe(`${event}\n\n`);
      }
      expect([logs, lines]).toEqual([[], []]);
    },
  );

  it('is none where the request is no JSON', async () => {
    const { read, logs } = createParts();
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '{"messages":7}',
      '{"messages":[null,{"content":7}]}',
    ]) {
      await read(url, { method: 'POST', body });
    }
    expect(logs).toHaveLength(6);
  });
});

describe('a response whose body is no web stream', () => {
  const likeResponse = (body: unknown) => {
    const text = JSON.stringify(answer);
    return {
      ok: true,
      status: 200,
      headers: new Headers({ 'content-type': 'application/json' }),
      body,
      text: async () => text,
      json: async () => JSON.parse(text),
    } as unknown as Response;
  };

  it.each([
    ['text', undefined],
    ['json', { pipe() {} }],
  ] as const)('is looked at when it is read by %s()', async (method, body) => {
    const { fetch, logs } = createParts({}, () => likeResponse(body));
    await (await fetch(url, ask()))[method]();
    expect(logs).toMatchObject([{ output: 'Air.', meta: { finish: 'stop' } }]);
  });

  it('is not looked at where it is a stream of events, which is told once', async () => {
    const response = likeResponse({ pipe() {} });
    response.headers.set('content-type', 'text/event-stream');
    const { fetch, logs, lines } = createParts({}, () => response);
    expect(await fetch(url, ask())).toBe(response);
    await fetch(url, ask());
    expect(logs).toEqual([]);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.[0]).toContain('its body is no web stream');
  });
});

it.each([
  [undefined, 'queue must have a function log'],
  [{ queue: {} }, 'queue must have a function log'],
  [{ queue: { log() {} }, promptId: '' }, 'promptId must be an id or a function'],
  [{ queue: { log() {} }, promptId: 7 }, 'promptId must be an id or a function'],
  [{ queue: { log() {} }, fetch: 'x' }, 'fetch must be a function'],
  [{ queue: { log() {} }, redact: {} }, 'redact must be a function'],
  [{ queue: { log() {} }, input: 0 }, 'input must be true or false'],
])('refuses %j', (options, reason) => {
  expect(() => observe(options as unknown as ObserveOptions)).toThrow(
    `Failed to observe calls: ${reason}.`,
  );
});

it('tells nobody a key, a header or a cookie', async () => {
  const secret = 'sk-secret';
  const { read, logs, lines } = createParts({
    queue: {
      log(record: AnswerRecord) {
        logs.push(record);
        throw new Error(secret);
      },
    },
    redact: (record) => record,
  });
  const headers = { authorization: secret, cookie: secret, 'x-api-key': secret };
  await read(`https://user:${secret}@x.com/chat/completions?key=${secret}`, { ...ask(), headers });
  expect(logs).toHaveLength(1);
  expect(showEverything([logs, lines])).not.toContain(secret);
});
