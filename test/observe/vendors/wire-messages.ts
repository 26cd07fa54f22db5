import { events, json, type Reply } from './scripted-vendor.ts';

/** Anthropic's messages as they are documented to go over the wire. */

type Block = Readonly<Record<string, unknown>>;

export const messageModel = 'claude-sonnet-4-5-20250929';

const usage = { input_tokens: 25, output_tokens: 15 };

const fields = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: messageModel,
  stop_reason: null as string | null,
  stop_sequence: null,
};

/** A whole message. */
export function wholeMessage(content: readonly Block[], more: Block = {}): Reply {
  return json({ ...fields, content, stop_reason: 'end_turn', usage, ...more });
}

export const textBlock = (text: string): Block => ({ type: 'text', text });

export const thinking: Block = { type: 'thinking', thinking: 'I think about it.', signature: 'x' };

export const toolUse = (name: string, input: object, id = 'toolu_1'): Block => ({
  type: 'tool_use',
  id,
  name,
  input,
});

/** A stream: each event is named, and says what it is once more. */
export function messageStream(parts: readonly Block[], ending: Reply['ending'] = 'end'): Reply {
  return events(
    parts.map((part) => `event: ${part.type}\ndata: ${JSON.stringify(part)}\n\n`),
    ending,
  );
}

export const messageStart: Block = {
  type: 'message_start',
  message: { ...fields, content: [], usage: { input_tokens: 25, output_tokens: 1 } },
};

/** The events of one block, whose content comes in parts. */
export function blockEvents(content_block: Block, deltas: readonly Block[], index = 0): Block[] {
  return [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

export function textEvents(texts: readonly string[], index = 0): Block[] {
  const deltas = texts.map((text) => ({ type: 'text_delta', text }));
  return blockEvents(textBlock(''), deltas, index);
}

export function toolEvents(name: string, parts: readonly string[], index = 0): Block[] {
  const deltas = parts.map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  return blockEvents(toolUse(name, {}, `toolu_${index}`), deltas, index);
}

export const ping: Block = { type: 'ping' };

export function messageEnd(stop_reason = 'end_turn'): Block[] {
  return [
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: 15 },
    },
    { type: 'message_stop' },
  ];
}

/** What Anthropic answers where it refuses a request. */
export function refusedMessage(status: number, headers: Record<string, string> = {}): Reply {
  const error = { type: 'overloaded_error', message: 'Overloaded' };
  return json({ type: 'error', error, request_id: 'req_1' }, status, headers);
}

export const overloaded: Block = {
  type: 'error',
  error: { type: 'overloaded_error', message: 'Overloaded' },
};
