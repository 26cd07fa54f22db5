import { events, json, type Reply } from './scripted-vendor.ts';

/** OpenAI's Responses as they are documented to go over the wire. */

type Item = Readonly<Record<string, unknown>>;

export const responsesModel = 'gpt-4.1-2025-04-14';

const usage = {
  input_tokens: 36,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 87,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 123,
};

const fields = {
  id: 'resp_1',
  object: 'response',
  created_at: 1_741_476_542,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  model: responsesModel,
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
};

/** A response as a whole. */
export function response(output: readonly Item[], more: Item = {}): Item {
  return { ...fields, status: 'completed', output, usage, ...more };
}

export function wholeResponse(output: readonly Item[], more: Item = {}): Reply {
  return json(response(output, more));
}

export const reasoning = {
  type: 'reasoning',
  id: 'rs_1',
  summary: [{ type: 'summary_text', text: 'I think about it.' }],
};

export function message(...content: Item[]): Item {
  return { type: 'message', id: 'msg_1', status: 'completed', role: 'assistant', content };
}

export function outputText(text: string): Item {
  return { type: 'output_text', text, annotations: [] };
}

export function refusalPart(refusal: string): Item {
  return { type: 'refusal', refusal };
}

export function functionCallItem(name: string, written: string, id = 'fc_1'): Item {
  return {
    type: 'function_call',
    id,
    call_id: `call_${id}`,
    name,
    arguments: written,
    status: 'completed',
  };
}

/** A stream: each event is numbered, and named beside what it says. */
export function responseStream(parts: readonly Item[], ending: Reply['ending'] = 'end'): Reply {
  return events(
    parts.map((part, sequence_number) => {
      const data = JSON.stringify({ ...part, sequence_number });
      return `event: ${part.type}\ndata: ${data}\n\n`;
    }),
    ending,
  );
}

export const created: Item = {
  type: 'response.created',
  response: { ...response([]), status: 'in_progress', usage: null },
};

/** The events of one message, whose text comes in parts. */
export function messageEvents(texts: readonly string[], output_index = 0): Item[] {
  const at = { item_id: 'msg_1', output_index, content_index: 0 };
  const text = texts.join('');
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { ...message(), status: 'in_progress' },
    },
    { type: 'response.content_part.added', ...at, part: outputText('') },
    ...texts.map((delta) => ({ type: 'response.output_text.delta', ...at, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...at, text, logprobs: [] },
    { type: 'response.content_part.done', ...at, part: outputText(text) },
    { type: 'response.output_item.done', output_index, item: message(outputText(text)) },
  ];
}

/** The events of one call of a function, whose arguments come in parts. */
export function callEvents(name: string, parts: readonly string[], output_index = 0): Item[] {
  const id = `fc_${output_index + 1}`;
  const at = { item_id: id, output_index };
  const item = functionCallItem(name, parts.join(''), id);
  return [
    {
      type: 'response.output_item.added',
      output_index,
      item: { ...item, arguments: '', status: 'in_progress' },
    },
    ...parts.map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
    { type: 'response.function_call_arguments.done', ...at, name, arguments: parts.join('') },
    { type: 'response.output_item.done', output_index, item },
  ];
}

export function completed(...output: Item[]): Item {
  return { type: 'response.completed', response: response(output) };
}
