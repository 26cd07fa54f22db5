import { PromptCrafterClient } from 'promptcrafter-client';

// What the pages make once for all of their snippets: a client, and the input of a log.
Object.assign(globalThis, {
  client: new PromptCrafterClient(),
  input: { promptId: 'prompt104', output: 'Steam.', modelUsed: 'gpt-4o' },
});
