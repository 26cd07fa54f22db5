import crossFetch from 'cross-fetch';
import nodeFetch from 'node-fetch';
import nodeFetch2 from 'node-fetch-2';
import { Agent, fetch as undiciFetch } from 'undici';
import type { FetchFunction } from '../../../src/index.ts';
import { createNodeFetch } from '../../../src/node/index.ts';

const dispatcher = new Agent({ keepAliveTimeout: 10 });

/** A `Response` as React Native has it: no body that could be read piece by piece. */
const withoutBody: FetchFunction = async (url, init) => {
  const response = await fetch(url, init as RequestInit);
  const { status, type, headers } = response;
  return { status, type, headers, text: () => response.text() };
};

/** The least that can be called a response. */
const double: FetchFunction = async (url, init) => {
  const response = await fetch(url, init as RequestInit);
  const text = await response.text();
  const get = (name: string) => response.headers.get(name);
  return { status: response.status, headers: { get }, text: async () => text };
};

/** Functions that people give as `fetch`, and whether an answer can be read as it arrives. */
export const fetches: readonly (readonly [name: string, fetch: FetchFunction, streams: boolean])[] =
  [
    ["the platform's", fetch, true],
    ["this package's for Node", createNodeFetch({ env: {} }), true],
    ["undici's with a dispatcher", (url, init) => undiciFetch(url, { ...init, dispatcher }), true],
    ['node-fetch 3', nodeFetch, true],
    ['node-fetch 2', nodeFetch2, true],
    ['cross-fetch', crossFetch, true],
    ["React Native's, without a body", withoutBody, false],
    ['a double with status, header and text', double, false],
  ];
