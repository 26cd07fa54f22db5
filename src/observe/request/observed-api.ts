import type { AnswerReader } from '../answers/answer.ts';
import { ChatCompletionReader } from '../answers/read-chat-completion.ts';
import { MessageReader } from '../answers/read-message.ts';
import { ResponseReader } from '../answers/read-response.ts';

/** The APIs that are observed. */
export type ObservedApi = 'chat.completions' | 'responses' | 'messages';

/** How the path of each ends, whatever stands before it: gateways and Azure have prefixes. */
const pathEnds: Readonly<Record<ObservedApi, string>> = {
  'chat.completions': '/chat/completions',
  responses: '/responses',
  messages: '/v1/messages',
};

const readers: Readonly<Record<ObservedApi, () => AnswerReader>> = {
  'chat.completions': () => new ChatCompletionReader(),
  responses: () => new ResponseReader(),
  messages: () => new MessageReader(),
};

const apis = Object.keys(pathEnds) as ObservedApi[];

/** Which of the APIs a request goes to; `undefined` for anything else. */
export function findApi(method: string, url: string): ObservedApi | undefined {
  if (method.toUpperCase() !== 'POST') return undefined;
  const [path = ''] = url.split(/[?#]/, 1);
  return apis.find((api) => path.endsWith(pathEnds[api]));
}

/** The route as the logger is told of it: without host, prefix and query. */
export function toRoute(api: ObservedApi): string {
  return pathEnds[api];
}

/** Reads what an API answers. */
export function createAnswerReader(api: ObservedApi): AnswerReader {
  return readers[api]();
}
