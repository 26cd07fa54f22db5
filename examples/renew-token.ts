// Logs in when a token is needed, and again when it has expired.
import PromptCrafterClient from 'promptcrafter-client';

const { PROMPTCRAFTER_EMAIL = '', PROMPTCRAFTER_PASSWORD = '' } = process.env;
const account = new PromptCrafterClient();

const client = new PromptCrafterClient({
  async token() {
    const { token } = await account.login({
      email: PROMPTCRAFTER_EMAIL,
      password: PROMPTCRAFTER_PASSWORD,
    });
    console.log('Logged in.');
    return token;
  },
});

const prompts = await client.getPrompts();
console.log(`${prompts.length} prompt(s)`);
