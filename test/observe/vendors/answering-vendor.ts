import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, type Reply } from './scripted-vendor.ts';
import { completion, textStream } from './wire-chat.ts';
import {
  messageEnd,
  messageStart,
  messageStream,
  textBlock,
  textEvents,
  wholeMessage,
} from './wire-messages.ts';
import {
  completed,
  created,
  message,
  messageEvents,
  outputText,
  responseStream,
  wholeResponse,
} from './wire-responses.ts';

/** A server that speaks like OpenAI and like Anthropic, and answers whatever it is asked. */
export interface AnsweringVendor extends AsyncDisposable {
  /** What a program needs in its environment to ask here. */
  readonly env: Readonly<Record<string, string>>;
}

const parts = ['Air scatters', ' blue light.'];
const text = parts.join('');

const answers: Readonly<Record<string, { readonly whole: Reply; readonly stream: Reply }>> = {
  '/v1/chat/completions': {
    whole: completion({ message: { content: text } }),
    stream: textStream(...parts),
  },
  '/v1/responses': {
    whole: wholeResponse([message(outputText(text))]),
    stream: responseStream([
      created,
      ...messageEvents(parts),
      completed(message(outputText(text))),
    ]),
  },
  '/v1/messages': {
    whole: wholeMessage([textBlock(text)]),
    stream: messageStream([messageStart, ...textEvents(parts), ...messageEnd()]),
  },
};

export async function startAnsweringVendor(): Promise<AnsweringVendor> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = answers[request.url ?? ''];
    const reply = answer?.[JSON.parse(body).stream ? 'stream' : 'whole'] ?? json({}, 404);
    response.writeHead(reply.status ?? 200, reply.headers);
    for (const part of reply.parts) response.write(part);
    response.end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: {
      OPENAI_API_KEY: 'sk-none',
      OPENAI_BASE_URL: `${url}/v1`,
      ANTHROPIC_API_KEY: 'sk-none',
      ANTHROPIC_BASE_URL: url,
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
