import * as anthropic7 from '@ai-sdk/anthropic';
import * as anthropic5 from '@ai-sdk/anthropic-2';
import * as anthropic6 from '@ai-sdk/anthropic-3';
import * as openai7 from '@ai-sdk/openai';
import * as openai5 from '@ai-sdk/openai-2';
import * as openai6 from '@ai-sdk/openai-3';
import * as ai7 from 'ai';
import * as ai5 from 'ai-5';
import * as ai6 from 'ai-6';
import { apiKey } from './differential.ts';

/** The AI SDK, and models of its providers. */
export interface AiSdk {
  readonly ai: typeof ai7;
  /** Speaks OpenAI's chat completions. */
  readonly chat: ai7.LanguageModel;
  /** Speaks OpenAI's Responses. */
  readonly responses: ai7.LanguageModel;
  /** Speaks Anthropic's messages. */
  readonly claude: ai7.LanguageModel;
}

// The calls that the scenarios make are written alike in all of them.
const versions = [
  ['ai 5', ai5, openai5, anthropic5],
  ['ai 6', ai6, openai6, anthropic6],
  ['ai 7', ai7, openai7, anthropic7],
] as unknown as [string, typeof ai7, typeof openai7, typeof anthropic7][];

/** A maker of models for each version of the AI SDK. */
export const aiSdks = versions.map(
  ([version, ai, openai, anthropic]) =>
    [
      version,
      (url: string, fetch: typeof globalThis.fetch): AiSdk => {
        const provider = openai.createOpenAI({ apiKey, baseURL: `${url}/v1`, fetch });
        return {
          ai,
          chat: provider.chat('gpt-4o'),
          responses: provider.responses('gpt-4.1'),
          claude: anthropic.createAnthropic({ apiKey, baseURL: `${url}/v1`, fetch })('claude-x'),
        };
      },
    ] as const,
);
