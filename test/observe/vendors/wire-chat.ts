import { events, json, type Reply } from './scripted-vendor.ts';

/** OpenAI's chat completions as they are documented to go over the wire. */

interface Choice {
  readonly message: Record<string, unknown>;
  readonly finish_reason?: string;
}

export const chatModel = 'gpt-4o-2024-08-06';

const head = { id: 'chatcmpl-1', created: 1_741_569_952, model: chatModel };
export const chatUsage = { prompt_tokens: 19, completion_tokens: 10, total_tokens: 29 };

/** A whole completion. */
export function completion(...choices: Choice[]): Reply {
  return json({
    ...head,
    object: 'chat.completion',
    choices: choices.map(({ message, finish_reason = 'stop' }, index) => ({
      index,
      message: { role: 'assistant', content: null, refusal: null, ...message },
      logprobs: null,
      finish_reason,
    })),
    usage: chatUsage,
    service_tier: 'default',
  });
}

/** A call of a function, as a message has it. */
export function functionCall(id: string, name: string, written: string) {
  return { id, type: 'function', function: { name, arguments: written } };
}

/** One event of a stream. */
export function chunk(
  delta: Record<string, unknown>,
  finish_reason: string | null = null,
  index = 0,
): string {
  const choice = { index, delta, logprobs: null, finish_reason };
  const body = { ...head, object: 'chat.completion.chunk', choices: [choice], usage: null };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** The event after the last choice, for those who asked for it. */
export const usageChunk = `data: ${JSON.stringify({
  ...head,
  object: 'chat.completion.chunk',
  choices: [],
  usage: chatUsage,
})}\n\n`;

export const done = 'data: [DONE]\n\n';

/** The events of a text that comes in parts. */
export function textChunks(...texts: string[]): string[] {
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...texts.map((content) => chunk({ content })),
    chunk({}, 'stop'),
  ];
}

/** A whole stream of a text. */
export function textStream(...texts: string[]): Reply {
  return events([...textChunks(...texts), usageChunk, done]);
}

/** What OpenAI answers where it refuses a request. */
export function refusedRequest(status: number, headers: Record<string, string> = {}): Reply {
  const error = { message: 'Slow down.', type: 'requests', param: null, code: 'rate_limit' };
  return json({ error }, status, headers);
}
