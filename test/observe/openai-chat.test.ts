import type OpenAI from 'openai';
import { describe, it } from 'vitest';
import { expectNoDifference, type Scenario, toShape } from './vendors/differential.ts';
import { openaiClients } from './vendors/openai-clients.ts';
import { cutInto, events, json } from './vendors/scripted-vendor.ts';
import {
  chatModel,
  chunk,
  completion,
  done,
  functionCall,
  refusedRequest,
  textChunks,
  textStream,
  usageChunk,
} from './vendors/wire-chat.ts';

const question = {
  model: 'gpt-4o',
  messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }],
};
const streamed = { ...question, stream: true as const };
const tool = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'The weather.',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    parse: JSON.parse,
    function: async ({ city }: { city: string }) => `Rain in ${city}.`,
  },
};
const schema = {
  type: 'json_schema' as const,
  json_schema: {
    name: 'answer',
    schema: { type: 'object', properties: { why: { type: 'string' } } },
  },
};

const text = 'Blue light — “scattered” 散乱 😀 more.';
const answer = completion({ message: { content: text } });
const stream = textStream('Blue light — ', '“scattered” 散', '乱 😀', ' more.');
const tokens = [19, 10] as const;
const logged = { output: text, finish: 'stop', model: chatModel, tokens };

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** What a loop saw before it ended, and what it ended with. */
async function collectToEnd<T>(items: AsyncIterable<T>) {
  const seen: T[] = [];
  try {
    for await (const item of items) seen.push(item);
    return { seen };
  } catch (error) {
    return { seen, thrown: toShape(error) };
  }
}

const twoCalls = [
  functionCall('call_1', 'get_weather', '{"city":"Köln"}'),
  functionCall('call_2', 'get_time', '{}'),
];
const callChunks = [
  chunk({ role: 'assistant', content: null }),
  chunk({ tool_calls: [{ index: 0, ...functionCall('call_1', 'get_weather', '') }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '"Köln"}' } }] }),
  chunk({ tool_calls: [{ index: 1, ...functionCall('call_2', 'get_time', '') }] }),
  chunk({ tool_calls: [{ index: 1, function: { arguments: '{}' } }] }),
  chunk({}, 'tool_calls'),
  done,
];
const calls = 'get_weather({"city":"Köln"})\nget_time({})';

type Client = OpenAI;
type Run = Scenario<Client>['run'];

const create: Run = (client) => client.chat.completions.create(question);
const iterate: Run = async (client) => collectToEnd(await client.chat.completions.create(streamed));
const cutPart = '{"id":"chatcmpl-1","object":"chat.completion","model":"gpt';

const scenarios: Scenario<Client>[] = [
  { name: 'create', replies: [answer], run: create, logs: [logged] },
  {
    name: 'create, its answer cut inside characters',
    replies: [cutInto(1, answer)],
    run: create,
    logs: [logged],
  },
  {
    name: 'create, several choices',
    replies: [
      completion(
        { message: { content: 'Scattering.' } },
        { message: { content: 'Rayleigh.' }, finish_reason: 'length' },
        { message: { content: '' } },
        { message: { content: 'Air.' } },
      ),
    ],
    run: (client) => client.chat.completions.create({ ...question, n: 4 }),
    logs: [
      { output: 'Scattering.', finish: 'stop', choice: 0, tokens },
      { output: 'Rayleigh.', finish: 'length', choice: 1, tokens: [undefined, undefined] },
      { output: 'Air.', finish: 'stop', choice: 3, tokens: [undefined, undefined] },
    ],
  },
  {
    name: 'create, tool calls',
    replies: [completion({ message: { tool_calls: twoCalls }, finish_reason: 'tool_calls' })],
    run: create,
    logs: [{ output: calls, finish: 'tool_calls' }],
  },
  {
    name: 'create, a text and tool calls',
    replies: [completion({ message: { content: 'I look.', tool_calls: twoCalls } })],
    run: create,
    logs: [{ output: `I look.\n${calls}`, finish: 'stop' }],
  },
  {
    name: 'create, a custom tool and a function of old',
    replies: [
      completion(
        {
          message: {
            tool_calls: [{ id: '1', type: 'custom', custom: { name: 'sql', input: 'SELECT 1' } }],
          },
        },
        {
          message: { function_call: { name: 'old', arguments: '{"a":1}' } },
          finish_reason: 'function_call',
        },
      ),
    ],
    run: create,
    logs: [
      { output: 'sql(SELECT 1)', finish: 'stop', choice: 0 },
      { output: 'old({"a":1})', finish: 'function_call', choice: 1 },
    ],
  },
  {
    name: 'create, a refusal',
    replies: [completion({ message: { refusal: 'I cannot help with that.' } })],
    run: create,
    logs: [{ output: 'I cannot help with that.', finish: 'stop' }],
  },
  {
    name: 'create, an empty answer',
    replies: [completion({ message: { content: '' } })],
    run: create,
    logs: [],
  },
  {
    name: 'create, an answer in audio',
    replies: [
      completion({ message: { audio: { id: 'a', data: 'UklGRg==', transcript: 'Air.' } } }),
    ],
    run: create,
    logs: [{ output: 'Air.', finish: 'stop' }],
  },
  {
    name: 'parse',
    replies: [completion({ message: { content: '{"why":"Air."}' } })],
    run: (client) => client.chat.completions.parse({ ...question, response_format: schema }),
    logs: [{ output: '{"why":"Air."}', finish: 'stop' }],
  },
  {
    name: 'withResponse',
    replies: [answer],
    run: async (client) => {
      const { data, response } = await client.chat.completions.create(question).withResponse();
      return { data, url: response.url, type: response.type, status: response.status };
    },
    logs: [logged],
  },
  {
    name: 'asResponse',
    replies: [answer],
    run: async (client) => {
      const response = await client.chat.completions.create(question).asResponse();
      const { url, type, redirected, ok, status, statusText, bodyUsed } = response;
      const headers = [...response.headers].filter(([name]) => name !== 'date');
      const read = await response.text();
      return {
        url,
        type,
        redirected,
        ok,
        status,
        statusText,
        bodyUsed,
        headers,
        read,
        after: response.bodyUsed,
      };
    },
    logs: [logged],
  },
  {
    name: 'asResponse, cloned',
    replies: [answer],
    run: async (client) => {
      const response = await client.chat.completions.create(question).asResponse();
      const clone = response.clone();
      const { url, type, redirected } = clone.clone();
      return { url, type, redirected, both: [await clone.json(), await response.text()] };
    },
    logs: [logged],
  },
  {
    name: 'asResponse, read into a buffer of the reader',
    replies: [answer],
    run: async (client) => {
      const response = await client.chat.completions.create(question).asResponse();
      const reader = response.body?.getReader({ mode: 'byob' });
      let read = '';
      const decoder = new TextDecoder();
      for (;;) {
        const part = await reader?.read(new Uint8Array(7));
        if (!part || part.done) return read;
        read += decoder.decode(part.value, { stream: true });
      }
    },
    logs: [logged],
  },
  {
    name: 'asResponse, whose body is left',
    replies: [answer],
    run: async (client) => {
      const response = await client.chat.completions.create(question).asResponse();
      await response.body?.cancel();
      return response.bodyUsed;
    },
    logs: [],
  },
  { name: 'stream', replies: [stream], run: iterate, logs: [logged] },
  ...[1, 3, 64].map((bytes) => ({
    name: `stream, cut every ${bytes} bytes`,
    replies: [cutInto(bytes, stream)],
    run: iterate,
    logs: [logged],
  })),
  {
    name: 'stream, with other line ends and comments',
    replies: [
      events(stream.parts.map((part) => `: ping\r\n\r\n${String(part).replaceAll('\n', '\r\n')}`)),
    ],
    run: iterate,
    logs: [logged],
  },
  {
    name: 'stream, without usage',
    replies: [events([...textChunks('Air.'), done])],
    run: iterate,
    logs: [{ output: 'Air.', finish: 'stop', tokens: [undefined, undefined] }],
  },
  {
    name: 'stream, several choices',
    replies: [
      events([
        chunk({ role: 'assistant', content: '' }, null, 0),
        chunk({ content: 'Scat' }, null, 0),
        chunk({ content: 'Ray' }, null, 1),
        chunk({ content: 'tering.' }, null, 0),
        chunk({ content: 'leigh.' }, null, 1),
        chunk({}, 'stop', 0),
        chunk({}, 'length', 1),
        usageChunk,
        done,
      ]),
    ],
    run: async (client) =>
      collectToEnd(await client.chat.completions.create({ ...streamed, n: 2 })),
    logs: [
      { output: 'Scattering.', finish: 'stop', choice: 0, tokens },
      { output: 'Rayleigh.', finish: 'length', choice: 1, tokens: [undefined, undefined] },
    ],
  },
  {
    name: 'stream, tool calls',
    replies: [events(callChunks)],
    run: iterate,
    logs: [{ output: calls, finish: 'tool_calls' }],
  },
  {
    name: 'stream, a refusal',
    replies: [
      events([chunk({ refusal: 'I can' }), chunk({ refusal: 'not.' }), chunk({}, 'stop'), done]),
    ],
    run: iterate,
    logs: [{ output: 'I cannot.', finish: 'stop' }],
  },
  {
    name: 'stream, which closes after its finish reason',
    replies: [events(textChunks('Air.'))],
    run: iterate,
    logs: [{ output: 'Air.', finish: 'stop' }],
  },
  {
    name: 'stream, which breaks after its finish reason',
    replies: [events(textChunks('Air.'), 'break')],
    run: iterate,
    logs: [{ output: 'Air.', finish: 'stop' }],
  },
  {
    name: 'stream, which ends without a finish reason',
    replies: [events([chunk({ content: 'Air' }), done])],
    run: iterate,
    logs: [{ output: 'Air', finish: undefined }],
  },
  {
    name: 'stream, which closes early',
    replies: [events([chunk({ content: 'Air' })])],
    run: iterate,
    logs: [{ output: 'Air', finish: 'error' }],
  },
  {
    name: 'stream, which breaks',
    replies: [events([chunk({ content: 'Air' })], 'break')],
    run: iterate,
    logs: [{ output: 'Air', finish: 'error' }],
  },
  {
    name: 'stream, which breaks before its first text',
    replies: [events([chunk({ role: 'assistant' })], 'break')],
    run: iterate,
    logs: [],
  },
  {
    name: 'stream, an error after the first text',
    replies: [
      events([chunk({ content: 'Air' }), 'data: {"error":{"message":"Overloaded."}}\n\n'], 'hang'),
    ],
    run: iterate,
    logs: [{ output: 'Air', finish: 'error' }],
  },
  {
    name: 'stream, an error before the first text',
    replies: [events(['data: {"error":{"message":"Overloaded."}}\n\n'])],
    run: iterate,
    logs: [],
  },
  {
    name: 'stream, an event that is no JSON',
    replies: [
      events([chunk({ content: 'Air' }), 'data: {"choices":\n\n', ...textChunks('x'), done]),
    ],
    run: iterate,
    logs: [{ output: 'Air', finish: 'error' }],
  },
  {
    name: 'stream, tee',
    replies: [stream],
    run: async (client) => {
      const branches = (await client.chat.completions.create(streamed)).tee();
      return Promise.all(branches.map(collect));
    },
    logs: [logged],
  },
  {
    name: 'stream, break',
    replies: [events(textChunks('Blue', ' light'), 'hang')],
    run: async (client) => {
      const seen: unknown[] = [];
      for await (const part of await client.chat.completions.create(streamed)) {
        seen.push(part);
        if (seen.length === 2) break;
      }
      return seen;
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, its controller aborted',
    replies: [events([chunk({ content: 'Blue' })], 'hang')],
    run: async (client) => {
      const answering = await client.chat.completions.create(streamed);
      setTimeout(() => answering.controller.abort(), 50);
      return collectToEnd(answering);
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, its signal aborted',
    replies: [events([chunk({ content: 'Blue' })], 'hang')],
    run: async (client) => {
      const controller = new AbortController();
      const { signal } = controller;
      const answering = await client.chat.completions.create(streamed, { signal });
      setTimeout(() => controller.abort(), 50);
      return collectToEnd(answering);
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, aborted while nobody reads',
    replies: [events([chunk({ content: 'Blue' })], 'hang')],
    run: async (client) => {
      const answering = await client.chat.completions.create(streamed);
      const iterator = answering[Symbol.asyncIterator]();
      const first = await iterator.next();
      answering.controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 20));
      return first;
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, toReadableStream',
    replies: [stream],
    run: async (client) => {
      const answering = await client.chat.completions.create(streamed);
      return new Response(answering.toReadableStream()).text();
    },
    logs: [logged],
  },
  {
    name: 'stream, asResponse',
    replies: [stream],
    run: async (client) => {
      const response = await client.chat.completions.create(streamed).asResponse();
      return response.text();
    },
    logs: [logged],
  },
  {
    name: 'the helper for streams',
    replies: [cutInto(11, stream)],
    run: async (client) => {
      const seen: unknown[] = [];
      const runner = client.chat.completions.stream(question);
      runner.on('content', (delta, snapshot) => seen.push([delta, snapshot]));
      runner.on('chunk', (part) => seen.push(part));
      return [await runner.finalChatCompletion(), await runner.totalUsage(), seen];
    },
    logs: [logged],
  },
  {
    name: 'the helper for streams, tool calls',
    replies: [events(callChunks)],
    run: async (client) => client.chat.completions.stream(question).finalMessage(),
    logs: [{ output: calls, finish: 'tool_calls' }],
  },
  {
    name: 'the helper for streams, aborted',
    replies: [events([chunk({ role: 'assistant', content: 'Blue' })], 'hang')],
    run: async (client) => {
      const runner = client.chat.completions.stream(question);
      runner.on('content', () => runner.abort());
      return runner.finalContent();
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'the tool runner',
    replies: [
      completion({ message: { tool_calls: [twoCalls[0]] }, finish_reason: 'tool_calls' }),
      completion({ message: { content: 'It rains.' } }),
    ],
    run: async (client) => {
      const runner = client.chat.completions.runTools({ ...question, tools: [tool] });
      return [await runner.finalContent(), runner.messages];
    },
    logs: [
      { output: 'get_weather({"city":"Köln"})', finish: 'tool_calls' },
      { output: 'It rains.', finish: 'stop' },
    ],
  },
  {
    name: 'the tool runner, streamed',
    replies: [
      events([...callChunks.slice(0, 4), chunk({}, 'tool_calls'), done]),
      textStream('It ', 'rains.'),
    ],
    run: async (client) => {
      const runner = client.chat.completions.runTools({ ...streamed, tools: [tool] });
      return [await runner.finalContent(), runner.messages];
    },
    logs: [
      { output: 'get_weather({"city":"Köln"})', finish: 'tool_calls' },
      { output: 'It rains.', finish: 'stop' },
    ],
  },
  {
    name: 'create, after a 429 and a 500',
    replies: [
      refusedRequest(429, { 'retry-after-ms': '1' }),
      refusedRequest(500, { 'retry-after-ms': '1' }),
      answer,
    ],
    run: create,
    logs: [logged],
  },
  {
    name: 'stream, after a connection that broke',
    replies: [{ parts: [], ending: 'break' }, stream],
    run: iterate,
    logs: [logged],
  },
  {
    name: 'create, 429 to the end',
    replies: [refusedRequest(429, { 'retry-after-ms': '1' })],
    run: create,
    logs: [],
  },
  { name: 'create, 400', replies: [refusedRequest(400)], run: create, logs: [] },
  {
    name: 'create, an answer that breaks half-way',
    replies: [
      { headers: { 'content-type': 'application/json' }, parts: [cutPart], ending: 'break' },
    ],
    run: (client) => client.chat.completions.create(question, { maxRetries: 0 }),
    logs: [],
  },
  {
    name: 'create, aborted half-way',
    replies: [
      { headers: { 'content-type': 'application/json' }, parts: [cutPart], ending: 'hang' },
    ],
    run: (client) => {
      const signal = AbortSignal.timeout(50);
      return client.chat.completions.create(question, { signal, maxRetries: 0 });
    },
    logs: [],
  },
  {
    name: 'create, by a gateway with a path and a query of its own',
    replies: [answer],
    run: (client) =>
      client.post('/gateway/x/chat/completions', { body: question, query: { 'api-version': '1' } }),
    logs: [logged],
  },
  {
    name: 'what is no call of a model',
    replies: [json({ object: 'list', data: [{ id: 'gpt-4o', embedding: [] }] })],
    run: async (client) => [
      await client.models.list().then(({ data }) => data),
      await client.embeddings.create({ model: 'e', input: 'x', encoding_format: 'float' }),
      await client.get('/chat/completions'),
      await client.post('/chat/completions/x', { body: question }),
    ],
    logs: [],
  },
];

describe.each(openaiClients)('%s', (_version, createClient) => {
  it.each(scenarios)('$name', (scenario) => expectNoDifference(scenario, createClient));
});
