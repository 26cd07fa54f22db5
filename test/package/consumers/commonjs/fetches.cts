import crossFetch from 'cross-fetch';
import ky from 'ky';
import nodeFetch from 'node-fetch';
import nodeFetch2 from 'node-fetch-2';
import PromptCrafterClient, { type ClientOptions, type FetchFunction } from 'promptcrafter-client';
import { Agent, ProxyAgent, fetch as undiciFetch } from 'undici';

const dispatcher = new ProxyAgent('http://127.0.0.1:8080');

export const asTheyAre: FetchFunction[] = [
  fetch,
  undiciFetch,
  nodeFetch,
  nodeFetch2,
  crossFetch,
  ky.create({ throwHttpErrors: false }),
];

export const withOptions: ClientOptions[] = [
  { fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }) },
  { fetch: async (url, init) => undiciFetch(url, { ...init, dispatcher: new Agent() }) },
  { fetch: (url, init) => nodeFetch(url, { ...init, size: 1_000_000 }) },
  { fetch: (url, init) => nodeFetch2(url, { ...init, timeout: 5_000 }) },
  { fetch: (url, init) => crossFetch(url, init) },
  { fetch: (url, init) => fetch(url, { ...init, cache: 'no-store' }) },
  { fetch: (input: string | URL | Request, init?: RequestInit) => fetch(input, init) },
];

export const client = new PromptCrafterClient({ fetch: undiciFetch });

// @ts-expect-error an answer without its text
export const noText: FetchFunction = async () => ({ status: 200, headers: new Headers() });
// @ts-expect-error a function of another kind
export const another = new PromptCrafterClient({ fetch: (url: URL) => fetch(url) });
