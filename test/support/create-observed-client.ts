import { type ClientOptions, type FetchInit, PromptCrafterClient } from '../../src/index.ts';

/** A request as the client handed it to `fetch`. */
export interface ObservedRequest extends FetchInit {
  readonly url: string;
}

/** Answers a request; `index` counts from 0 on. */
export type Respond = (request: ObservedRequest, index: number) => Response | Promise<Response>;

/** A client whose requests end in a function instead of a network. */
export function createObservedClient(respond: Respond, options: ClientOptions = {}) {
  const requests: ObservedRequest[] = [];
  const client = new PromptCrafterClient({
    baseUrl: 'https://api.example.com',
    token: 'observed-token',
    fetch: async (url, init) => {
      const request = { url, ...init };
      requests.push(request);
      return respond(request, requests.length - 1);
    },
    ...options,
  });
  return { client, requests };
}

/** Answers the requests one after the other; the last answer repeats. */
export function inTurn(...responses: (() => Response | Promise<Response>)[]): Respond {
  return (_request, index) => {
    const respond = responses[Math.min(index, responses.length - 1)];
    if (!respond) throw new Error('no answer is scripted');
    return respond();
  };
}

/** Makes one JSON answer each time. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (): Response =>
    Response.json(body, { status, headers });

/** An answer that never comes, from a `fetch` that listens to nobody. */
export const never = (): Promise<Response> => new Promise(() => undefined);
