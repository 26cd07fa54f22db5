/** What the programs of these tests begin with: the API's address and a token are given to them. */
import PromptCrafterClient from '../../../src/index.ts';

const [url = '', token = '', folder = ''] = process.argv.slice(2);

export { folder };

export const client = new PromptCrafterClient({ baseUrl: url, token });

export const toLog = (number: number) => ({
  promptId: 'prompt104',
  output: `Answer ${number}`,
  modelUsed: 'gpt-4o',
});
