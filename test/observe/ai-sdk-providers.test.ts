import { afterAll, beforeAll, describe, it } from 'vitest';
import { type AiSdk, aiSdks } from './vendors/ai-sdks.ts';
import { expectNoDifference, type Scenario, toShape } from './vendors/differential.ts';
import { cutInto, events } from './vendors/scripted-vendor.ts';
import {
  chunk,
  completion,
  done,
  functionCall,
  refusedRequest,
  textChunks,
  textStream,
} from './vendors/wire-chat.ts';
import {
  messageEnd,
  messageStart,
  messageStream,
  textBlock,
  textEvents,
  toolEvents,
  wholeMessage,
} from './vendors/wire-messages.ts';
import {
  callEvents,
  completed,
  created,
  functionCallItem,
  message,
  messageEvents,
  outputText,
  responseStream,
  wholeResponse,
} from './vendors/wire-responses.ts';

const prompt = 'Why is the sky blue?';
const text = 'Blue light — “scattered” 散乱 😀 more.';
const parts = ['Blue light — ', '“scattered” 散', '乱 😀', ' more.'];
const object = '{"why":"Air."}';

type Model = 'chat' | 'responses' | 'claude';

/** How each of the three says the same. */
const wires = {
  chat: {
    whole: (said: string) => completion({ message: { content: said } }),
    stream: (...said: string[]) => textStream(...said),
    call: completion({
      message: { tool_calls: [functionCall('call_1', 'weather', '{"city":"Köln"}')] },
      finish_reason: 'tool_calls',
    }),
    callStream: events([
      chunk({ tool_calls: [{ index: 0, ...functionCall('call_1', 'weather', '') }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":"Köln"}' } }] }),
      chunk({}, 'tool_calls'),
      done,
    ]),
    begun: (ending: 'break' | 'hang') => events(textChunks('Blue').slice(0, 2), ending),
    finish: ['stop', 'tool_calls'],
  },
  responses: {
    whole: (said: string) => wholeResponse([message(outputText(said))]),
    stream: (...said: string[]) =>
      responseStream([
        created,
        ...messageEvents(said),
        completed(message(outputText(said.join('')))),
      ]),
    call: wholeResponse([functionCallItem('weather', '{"city":"Köln"}')]),
    callStream: responseStream([
      created,
      ...callEvents('weather', ['{"city":', '"Köln"}']),
      completed(functionCallItem('weather', '{"city":"Köln"}')),
    ]),
    begun: (ending: 'break' | 'hang') =>
      responseStream([created, ...messageEvents(['Blue']).slice(0, 3)], ending),
    finish: ['completed', 'completed'],
  },
  claude: {
    whole: (said: string) => wholeMessage([textBlock(said)]),
    stream: (...said: string[]) =>
      messageStream([messageStart, ...textEvents(said), ...messageEnd()]),
    call: wholeMessage([{ type: 'tool_use', id: 't', name: 'weather', input: { city: 'Köln' } }], {
      stop_reason: 'tool_use',
    }),
    callStream: messageStream([
      messageStart,
      ...toolEvents('weather', ['{"city":', '"Köln"}']),
      ...messageEnd('tool_use'),
    ]),
    begun: (ending: 'break' | 'hang') =>
      messageStream([messageStart, ...textEvents(['Blue']).slice(0, 2)], ending),
    finish: ['end_turn', 'tool_use'],
  },
} as const;

const toSchema = ({ ai }: AiSdk) =>
  ai.jsonSchema<{ why: string }>({
    type: 'object',
    properties: { why: { type: 'string' } },
    required: ['why'],
    additionalProperties: false,
  });

const toTools = ({ ai }: AiSdk) => ({
  weather: ai.tool({
    description: 'The weather.',
    inputSchema: ai.jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
    }),
    execute: async ({ city }) => `Rain in ${city}.`,
  }),
});

/** The parts of a stream without times and random ids. */
async function collectParts(stream: AsyncIterable<object>) {
  const seen: unknown[] = [];
  for await (const part of stream) {
    const { type, text, delta, toolName, input, output, finishReason, error } = part as Record<
      string,
      unknown
    >;
    seen.push({ type, text, delta, toolName, input, output, finishReason, error: toShape(error) });
  }
  return seen;
}

function toScenarios(model: Model): Scenario<AiSdk>[] {
  const { whole, stream, call, callStream, begun, finish } = wires[model];
  const [stopped, called] = finish;
  return [
    {
      name: 'generateText',
      replies: [whole(text)],
      run: async ({ ai, ...models }) => {
        const result = await ai.generateText({ model: models[model], prompt });
        return [result.text, result.finishReason, result.usage, result.response.modelId];
      },
      logs: [{ output: text, finish: stopped }],
    },
    {
      name: 'generateText, with tools',
      replies: [call, whole('It rains.')],
      run: async (sdk) => {
        const { ai } = sdk;
        const tools = toTools(sdk);
        const stopWhen = ai.stepCountIs(3);
        const result = await ai.generateText({ model: sdk[model], prompt, tools, stopWhen });
        return [result.text, result.steps.length, result.steps[0]?.toolResults];
      },
      logs: [
        { output: 'weather({"city":"Köln"})', finish: called },
        { output: 'It rains.', finish: stopped },
      ],
    },
    {
      name: 'streamText',
      replies: [cutInto(7, stream(...parts))],
      run: async ({ ai, ...models }) => {
        const result = ai.streamText({ model: models[model], prompt });
        const seen: string[] = [];
        for await (const part of result.textStream) seen.push(part);
        return [seen, await result.finishReason, await result.usage];
      },
      logs: [{ output: text, finish: stopped }],
    },
    {
      name: 'streamText, with tools',
      replies: [callStream, stream('It ', 'rains.')],
      run: async (sdk) => {
        const { ai } = sdk;
        const tools = toTools(sdk);
        const stopWhen = ai.stepCountIs(3);
        const result = ai.streamText({ model: sdk[model], prompt, tools, stopWhen });
        return collectParts(result.fullStream);
      },
      logs: [
        { output: 'weather({"city":"Köln"})', finish: called },
        { output: 'It rains.', finish: stopped },
      ],
    },
    {
      name: 'streamText, aborted',
      replies: [begun('hang')],
      run: async ({ ai, ...models }) => {
        const controller = new AbortController();
        const abortSignal = controller.signal;
        const result = ai.streamText({ model: models[model], prompt, abortSignal, onError() {} });
        const seen: unknown[] = [];
        for await (const part of result.fullStream) {
          seen.push(part.type);
          if (part.type === 'text-delta') controller.abort();
        }
        return seen;
      },
      logs: [{ output: 'Blue', finish: 'aborted' }],
    },
    {
      name: 'streamText, which breaks',
      replies: [begun('break')],
      run: async ({ ai, ...models }) =>
        collectParts(ai.streamText({ model: models[model], prompt, onError() {} }).fullStream),
      logs: [{ output: 'Blue', finish: 'error' }],
    },
    {
      name: 'generateObject',
      replies: [whole(object)],
      run: async (sdk) => {
        const schema = toSchema(sdk);
        const result = await sdk.ai.generateObject({ model: sdk[model], prompt, schema });
        return [result.object, result.usage];
      },
      logs: [{ output: object, finish: stopped }],
    },
    {
      name: 'streamObject',
      replies: [stream('{"why":', '"Air."}')],
      run: async (sdk) => {
        const schema = toSchema(sdk);
        const result = sdk.ai.streamObject({ model: sdk[model], prompt, schema });
        const seen: unknown[] = [];
        for await (const part of result.partialObjectStream) seen.push(part);
        return [seen, await result.object];
      },
      logs: [{ output: object, finish: stopped }],
    },
    {
      name: 'generateText, after a 429',
      replies: [refusedRequest(429, { 'retry-after-ms': '1' }), whole(text)],
      run: async ({ ai, ...models }) =>
        (await ai.generateText({ model: models[model], prompt })).text,
      logs: [{ output: text, finish: stopped }],
    },
    {
      name: 'generateText, 400',
      replies: [refusedRequest(400)],
      run: async ({ ai, ...models }) => ai.generateText({ model: models[model], prompt }),
      logs: [],
    },
  ];
}

const quiet = globalThis as { AI_SDK_LOG_WARNINGS?: boolean };
beforeAll(() => {
  quiet.AI_SDK_LOG_WARNINGS = false;
});
afterAll(() => {
  delete quiet.AI_SDK_LOG_WARNINGS;
});

describe.each(aiSdks)('%s', (_version, createSdk) => {
  describe.each(['chat', 'responses', 'claude'] as const)('%s', (model) => {
    it.each(toScenarios(model))('$name', (scenario) => expectNoDifference(scenario, createSdk));
  });
});
