import OpenAI from 'openai';
import OpenAI5 from 'openai-5';
import OpenAI6 from 'openai-6';
import { apiKey } from './differential.ts';

// The calls that the scenarios make are written alike in all of them.
const classes = [
  ['openai 5', OpenAI5 as unknown as typeof OpenAI],
  ['openai 6', OpenAI6 as unknown as typeof OpenAI],
  ['openai 7', OpenAI],
] as const;

/** A maker of clients for each version of OpenAI's SDK. */
export const openaiClients = classes.map(
  ([version, Client]) =>
    [
      version,
      (url: string, fetch: typeof globalThis.fetch) =>
        new Client({ apiKey, baseURL: `${url}/v1`, fetch, logLevel: 'off' }),
    ] as const,
);
