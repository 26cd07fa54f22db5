import * as sdk from 'promptcrafter-client';

// What a snippet uses without making it: the exports, a client, and the input of a log.
Object.assign(globalThis, sdk, {
  client: new sdk.PromptCrafterClient(),
  input: { promptId: 'prompt104', output: 'Steam.', modelUsed: 'gpt-4o' },
});
