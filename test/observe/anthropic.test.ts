import Anthropic from '@anthropic-ai/sdk';
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema';
import { describe, it } from 'vitest';
import { apiKey, expectNoDifference, type Scenario, toShape } from './vendors/differential.ts';
import { cutInto } from './vendors/scripted-vendor.ts';
import {
  blockEvents,
  messageEnd,
  messageModel,
  messageStart,
  messageStream,
  overloaded,
  ping,
  refusedMessage,
  textBlock,
  textEvents,
  thinking,
  toolEvents,
  toolUse,
  wholeMessage,
} from './vendors/wire-messages.ts';

const question = {
  model: 'claude-of-the-day',
  max_tokens: 1_000,
  messages: [{ role: 'user' as const, content: 'Why is the sky blue?' }],
};
const streamed = { ...question, stream: true as const };

const text = 'Blue light — “scattered” 散乱 😀 more.';
const whole = wholeMessage([textBlock(text)]);
const stream = messageStream([
  messageStart,
  ping,
  ...textEvents(['Blue light — ', '“scattered” 散', '乱 😀', ' more.']),
  ...messageEnd(),
]);
const logged = { output: text, finish: 'end_turn', model: messageModel, tokens: [25, 15] } as const;
const half = [messageStart, ...textEvents(['Blue']).slice(0, 1)];

const weather = betaTool({
  name: 'get_weather',
  description: 'The weather.',
  inputSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  run: ({ city }) => `Rain in ${city}.`,
});

async function collectToEnd<T>(items: AsyncIterable<T>) {
  const seen: T[] = [];
  try {
    for await (const item of items) seen.push(item);
    return { seen };
  } catch (error) {
    return { seen, thrown: toShape(error) };
  }
}

type Run = Scenario<Anthropic>['run'];

const create: Run = (client) => client.messages.create(question);
const iterate: Run = async (client) => collectToEnd(await client.messages.create(streamed));

const scenarios: Scenario<Anthropic>[] = [
  { name: 'create', replies: [whole], run: create, logs: [logged] },
  { name: 'create, cut', replies: [cutInto(5, whole)], run: create, logs: [logged] },
  {
    name: 'create, several blocks',
    replies: [
      wholeMessage(
        [
          thinking,
          textBlock('One, '),
          { type: 'redacted_thinking', data: 'x' },
          textBlock('two.'),
          { type: 'server_tool_use', id: 's', name: 'web_search', input: { query: 'sky' } },
          toolUse('get_weather', { city: 'Köln' }),
        ],
        { stop_reason: 'tool_use' },
      ),
    ],
    run: create,
    logs: [
      {
        output: 'One, two.\nweb_search({"query":"sky"})\nget_weather({"city":"Köln"})',
        finish: 'tool_use',
      },
    ],
  },
  {
    name: 'create, tokens of a cache',
    replies: [
      wholeMessage([textBlock('Air.')], {
        usage: {
          input_tokens: 3,
          cache_creation_input_tokens: 10,
          cache_read_input_tokens: 100,
          output_tokens: 2,
        },
      }),
    ],
    run: create,
    logs: [{ output: 'Air.', finish: 'end_turn', tokens: [113, 2] }],
  },
  {
    name: 'create, a refusal',
    replies: [
      wholeMessage([], {
        stop_reason: 'refusal',
        stop_details: { type: 'refusal', category: 'bio', explanation: 'It could harm.' },
      }),
    ],
    run: create,
    logs: [{ output: 'It could harm.', finish: 'refusal' }],
  },
  {
    name: 'create, nothing but thoughts',
    replies: [wholeMessage([thinking], { stop_reason: 'max_tokens' })],
    run: create,
    logs: [],
  },
  {
    name: 'withResponse',
    replies: [whole],
    run: async (client) => {
      const { data, response, request_id } = await client.messages.create(question).withResponse();
      return { data, request_id, url: response.url, status: response.status };
    },
    logs: [logged],
  },
  {
    name: 'asResponse',
    replies: [whole],
    run: async (client) => {
      const response = await client.messages.create(question).asResponse();
      const { url, type, redirected } = response;
      return {
        url,
        type,
        redirected,
        read: await response.clone().text(),
        body: await response.json(),
      };
    },
    logs: [logged],
  },
  { name: 'stream', replies: [stream], run: iterate, logs: [logged] },
  ...[1, 13].map((bytes) => ({
    name: `stream, cut every ${bytes} bytes`,
    replies: [cutInto(bytes, stream)],
    run: iterate,
    logs: [logged],
  })),
  {
    name: 'stream, thoughts, text and tools',
    replies: [
      messageStream([
        messageStart,
        ...blockEvents({ type: 'thinking', thinking: '', signature: '' }, [
          { type: 'thinking_delta', thinking: 'I think.' },
          { type: 'signature_delta', signature: 'x' },
        ]),
        ...textEvents(['I ', 'look.'], 1),
        ...toolEvents('get_weather', ['', '{"city": ', '"Köln"', '}'], 2),
        ...toolEvents('get_time', [], 3),
        ...messageEnd('tool_use'),
      ]),
    ],
    run: iterate,
    logs: [{ output: 'I look.\nget_weather({"city":"Köln"})\nget_time({})', finish: 'tool_use' }],
  },
  {
    name: 'stream, with tokens told at its end',
    replies: [
      messageStream([
        messageStart,
        ...textEvents(['Air.']),
        {
          type: 'message_delta',
          delta: { stop_reason: 'end_turn', stop_sequence: null },
          usage: { input_tokens: 30, cache_read_input_tokens: 5, output_tokens: 9 },
        },
        { type: 'message_stop' },
      ]),
    ],
    run: iterate,
    logs: [{ output: 'Air.', finish: 'end_turn', tokens: [35, 9] }],
  },
  {
    name: 'stream, which breaks after its stop reason',
    replies: [
      messageStream([messageStart, ...textEvents(['Air.']), ...messageEnd().slice(0, 1)], 'break'),
    ],
    run: iterate,
    logs: [{ output: 'Air.', finish: 'end_turn' }],
  },
  {
    name: 'stream, which breaks',
    replies: [messageStream(half, 'break')],
    run: iterate,
    logs: [],
  },
  {
    name: 'stream, which breaks after a text',
    replies: [messageStream([...half, ...textEvents(['Blue']).slice(1, 2)], 'break')],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, which closes early',
    replies: [messageStream([messageStart, ...textEvents(['Blue'])])],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, an error',
    replies: [messageStream([messageStart, ...textEvents(['Blue']), overloaded], 'hang')],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, an error at once',
    replies: [messageStream([overloaded])],
    run: iterate,
    logs: [],
  },
  {
    name: 'stream, break',
    replies: [messageStream([messageStart, ...textEvents(['Blue', ' light'])], 'hang')],
    run: async (client) => {
      for await (const event of await client.messages.create(streamed)) {
        if (event.type === 'content_block_delta') return event;
      }
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, tee',
    replies: [stream],
    run: async (client) =>
      Promise.all((await client.messages.create(streamed)).tee().map(collectToEnd)),
    logs: [logged],
  },
  {
    name: 'the helper for streams',
    replies: [cutInto(9, stream)],
    run: async (client) => {
      const seen: unknown[] = [];
      const helper = client.messages.stream(question);
      helper.on('text', (delta, snapshot) => seen.push([delta, snapshot]));
      helper.on('streamEvent', (event) => seen.push(event));
      return [await helper.finalMessage(), await helper.finalText(), seen];
    },
    logs: [logged],
  },
  {
    name: 'the helper for streams, aborted',
    replies: [messageStream([messageStart, ...textEvents(['Blue'])], 'hang')],
    run: async (client) => {
      const helper = client.messages.stream(question);
      helper.on('text', () => helper.abort());
      return helper.finalMessage();
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'the helper for streams, with its response',
    replies: [stream],
    run: async (client) => {
      const { data, response, request_id } = await client.messages.stream(question).withResponse();
      return [response.url, response.type, request_id, await data.finalMessage()];
    },
    logs: [logged],
  },
  {
    name: 'beta',
    replies: [whole],
    run: (client) => client.beta.messages.create({ ...question, betas: ['x-1'] }),
    logs: [logged],
  },
  {
    name: 'the tool runner',
    replies: [
      wholeMessage([toolUse('get_weather', { city: 'Köln' })], { stop_reason: 'tool_use' }),
      wholeMessage([textBlock('It rains.')]),
    ],
    run: async (client) => client.beta.messages.toolRunner({ ...question, tools: [weather] }),
    logs: [
      { output: 'get_weather({"city":"Köln"})', finish: 'tool_use' },
      { output: 'It rains.', finish: 'end_turn' },
    ],
  },
  {
    name: 'the tool runner, streamed',
    replies: [
      messageStream([
        messageStart,
        ...toolEvents('get_weather', ['{"city":"Köln"}']),
        ...messageEnd('tool_use'),
      ]),
      stream,
    ],
    run: async (client) => {
      const seen: unknown[] = [];
      const runner = client.beta.messages.toolRunner({ ...streamed, tools: [weather] });
      for await (const answering of runner) {
        for await (const event of answering) seen.push(event);
      }
      return seen;
    },
    logs: [{ output: 'get_weather({"city":"Köln"})', finish: 'tool_use' }, logged],
  },
  {
    name: 'create, after a 429 and a 529',
    replies: [
      refusedMessage(429, { 'retry-after-ms': '1' }),
      refusedMessage(529, { 'retry-after-ms': '1' }),
      whole,
    ],
    run: create,
    logs: [logged],
  },
  { name: 'create, 400', replies: [refusedMessage(400)], run: create, logs: [] },
  {
    name: 'what is no message',
    replies: [whole],
    run: async (client) => [
      await client.messages.countTokens(question),
      await client.messages.batches.create({ requests: [] }),
    ],
    logs: [],
  },
];

const createClient = (url: string, fetch: typeof globalThis.fetch) =>
  new Anthropic({ apiKey, baseURL: url, fetch, logLevel: 'off' });

describe('anthropic', () => {
  it.each(scenarios)('$name', (scenario) => expectNoDifference(scenario, createClient));
});
