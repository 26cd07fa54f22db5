import type OpenAI from 'openai';
import { describe, it } from 'vitest';
import { expectNoDifference, type Scenario, toShape } from './vendors/differential.ts';
import { openaiClients } from './vendors/openai-clients.ts';
import { cutInto } from './vendors/scripted-vendor.ts';
import { refusedRequest } from './vendors/wire-chat.ts';
import {
  callEvents,
  completed,
  created,
  functionCallItem,
  message,
  messageEvents,
  outputText,
  reasoning,
  refusalPart,
  response,
  responseStream,
  responsesModel,
  wholeResponse,
} from './vendors/wire-responses.ts';

const question = { model: 'gpt-4.1', input: 'Why is the sky blue?' };
const streamed = { ...question, stream: true as const };
const format = {
  type: 'json_schema' as const,
  name: 'answer',
  schema: { type: 'object', properties: { why: { type: 'string' } } },
};

const text = 'Blue light — “scattered” 散乱 😀 more.';
const parts = ['Blue light — ', '“scattered” 散', '乱 😀', ' more.'];
const whole = wholeResponse([reasoning, message(outputText(text))]);
const stream = responseStream([
  created,
  ...messageEvents(parts),
  completed(message(outputText(text))),
]);
const logged = {
  output: text,
  finish: 'completed',
  model: responsesModel,
  tokens: [36, 87],
} as const;
const weather = functionCallItem('get_weather', '{"city":"Köln"}');

async function collectToEnd<T>(items: AsyncIterable<T>) {
  const seen: T[] = [];
  try {
    for await (const item of items) seen.push(item);
    return { seen };
  } catch (error) {
    return { seen, thrown: toShape(error) };
  }
}

type Run = Scenario<OpenAI>['run'];

const create: Run = (client) => client.responses.create(question);
const iterate: Run = async (client) => collectToEnd(await client.responses.create(streamed));

const scenarios: Scenario<OpenAI>[] = [
  { name: 'create', replies: [whole], run: create, logs: [logged] },
  { name: 'create, cut', replies: [cutInto(5, whole)], run: create, logs: [logged] },
  {
    name: 'create, several messages and parts',
    replies: [
      wholeResponse([
        message(outputText('One. '), outputText('Two. ')),
        message(outputText('Three.'), refusalPart('No more.')),
      ]),
    ],
    run: create,
    logs: [{ output: 'One. Two. Three.\nNo more.', finish: 'completed' }],
  },
  {
    name: 'create, calls of functions, custom tools and MCP',
    replies: [
      wholeResponse([
        reasoning,
        message(outputText('I look.')),
        weather,
        { type: 'custom_tool_call', id: 'c', call_id: 'c', name: 'sql', input: 'SELECT 1' },
        {
          type: 'mcp_call',
          id: 'm',
          server_label: 's',
          name: 'roll',
          arguments: '{}',
          output: '4',
        },
        { type: 'web_search_call', id: 'w', status: 'completed' },
      ]),
    ],
    run: create,
    logs: [
      {
        output: 'I look.\nget_weather({"city":"Köln"})\nsql(SELECT 1)\nroll({})',
        finish: 'completed',
      },
    ],
  },
  {
    name: 'create, a refusal',
    replies: [wholeResponse([message(refusalPart('I cannot help.'))])],
    run: create,
    logs: [{ output: 'I cannot help.', finish: 'completed' }],
  },
  {
    name: 'create, incomplete',
    replies: [
      wholeResponse([message(outputText('Blue'))], {
        status: 'incomplete',
        incomplete_details: { reason: 'max_output_tokens' },
      }),
    ],
    run: create,
    logs: [{ output: 'Blue', finish: 'max_output_tokens' }],
  },
  {
    name: 'create, in the background',
    replies: [wholeResponse([], { status: 'queued', usage: null })],
    run: (client) => client.responses.create({ ...question, background: true }),
    logs: [],
  },
  {
    name: 'parse',
    replies: [wholeResponse([message(outputText('{"why":"Air."}'))])],
    run: (client) => client.responses.parse({ ...question, text: { format } }),
    logs: [{ output: '{"why":"Air."}', finish: 'completed' }],
  },
  {
    name: 'withResponse',
    replies: [whole],
    run: async (client) => {
      const {
        data,
        response: { url, status, type },
      } = await client.responses.create(question).withResponse();
      return { data, url, status, type };
    },
    logs: [logged],
  },
  { name: 'stream', replies: [stream], run: iterate, logs: [logged] },
  ...[1, 17].map((bytes) => ({
    name: `stream, cut every ${bytes} bytes`,
    replies: [cutInto(bytes, stream)],
    run: iterate,
    logs: [logged],
  })),
  {
    name: 'stream, calls of functions',
    replies: [
      responseStream([
        created,
        ...messageEvents(['I look.']),
        ...callEvents('get_weather', ['{"city":', '"Köln"}'], 1),
        ...callEvents('get_time', ['{}'], 2),
        completed(message(outputText('I look.')), weather, functionCallItem('get_time', '{}')),
      ]),
    ],
    run: iterate,
    logs: [{ output: 'I look.\nget_weather({"city":"Köln"})\nget_time({})', finish: 'completed' }],
  },
  {
    name: 'stream, a refusal',
    replies: [
      responseStream([
        created,
        {
          type: 'response.refusal.delta',
          item_id: 'm',
          output_index: 0,
          content_index: 0,
          delta: 'I can',
        },
        {
          type: 'response.refusal.delta',
          item_id: 'm',
          output_index: 0,
          content_index: 0,
          delta: 'not.',
        },
        completed(message(refusalPart('I cannot.'))),
      ]),
    ],
    run: iterate,
    logs: [{ output: 'I cannot.', finish: 'completed' }],
  },
  {
    name: 'stream, of which only the end comes',
    replies: [responseStream([created, completed(message(outputText('Air.')), weather)])],
    run: iterate,
    logs: [{ output: 'Air.\nget_weather({"city":"Köln"})', finish: 'completed' }],
  },
  {
    name: 'stream, incomplete',
    replies: [
      responseStream([
        created,
        ...messageEvents(['Blue']),
        {
          type: 'response.incomplete',
          response: response([message(outputText('Blue'))], {
            status: 'incomplete',
            incomplete_details: { reason: 'content_filter' },
          }),
        },
      ]),
    ],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'content_filter' }],
  },
  {
    name: 'stream, failed',
    replies: [
      responseStream([
        created,
        ...messageEvents(['Blue']),
        {
          type: 'response.failed',
          response: response([], {
            status: 'failed',
            error: { code: 'server_error', message: 'x' },
          }),
        },
      ]),
    ],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, an error',
    replies: [
      responseStream([
        created,
        ...messageEvents(['Blue']).slice(0, 3),
        { type: 'error', code: 'server_error', message: 'Overloaded.', param: null },
      ]),
    ],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, which breaks',
    replies: [responseStream([created, ...messageEvents(['Blue', ' light']).slice(0, 3)], 'break')],
    run: iterate,
    logs: [{ output: 'Blue', finish: 'error' }],
  },
  {
    name: 'stream, which breaks after its end',
    replies: [{ ...stream, ending: 'break' }],
    run: iterate,
    logs: [logged],
  },
  {
    name: 'stream, break',
    replies: [responseStream([created, ...messageEvents(['Blue', ' light'])], 'hang')],
    run: async (client) => {
      for await (const event of await client.responses.create(streamed)) {
        if (event.type === 'response.output_text.delta') return event;
      }
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'stream, aborted in the middle of a call',
    replies: [
      responseStream(
        [created, ...callEvents('get_weather', ['{"city":', '"'])].slice(0, 3),
        'hang',
      ),
    ],
    run: async (client) => {
      const controller = new AbortController();
      const { signal } = controller;
      const answering = await client.responses.create(streamed, { signal });
      setTimeout(() => controller.abort(), 50);
      return collectToEnd(answering);
    },
    logs: [{ output: 'get_weather({"city":)', finish: 'aborted' }],
  },
  {
    name: 'the helper for streams',
    replies: [stream],
    run: async (client) => {
      const seen: unknown[] = [];
      const helper = client.responses.stream(question);
      helper.on('response.output_text.delta', (event) => seen.push(event));
      const final = await helper.finalResponse();
      return [final, final.output_text, seen];
    },
    logs: [logged],
  },
  {
    name: 'the helper for streams, aborted',
    replies: [responseStream([created, ...messageEvents(['Blue']).slice(0, 3)], 'hang')],
    run: async (client) => {
      const helper = client.responses.stream(question);
      helper.on('response.output_text.delta', () => helper.abort());
      return helper.finalResponse();
    },
    logs: [{ output: 'Blue', finish: 'aborted' }],
  },
  {
    name: 'create, after a 429',
    replies: [refusedRequest(429, { 'retry-after-ms': '1' }), whole],
    run: create,
    logs: [logged],
  },
  { name: 'create, 401', replies: [refusedRequest(401)], run: create, logs: [] },
  {
    name: 'what only reads a response',
    replies: [whole],
    run: async (client) => [
      await client.responses.retrieve('resp_1'),
      await client.responses.cancel('resp_1'),
    ],
    logs: [],
  },
];

describe.each(openaiClients)('%s', (_version, createClient) => {
  it.each(scenarios)('$name', (scenario) => expectNoDifference(scenario, createClient));
});
