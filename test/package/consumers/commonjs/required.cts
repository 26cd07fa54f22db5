import PromptCrafterClient = require('promptcrafter-client');

const options: PromptCrafterClient.ClientOptions = { token: 'token', maxRetries: 1 };
const client: PromptCrafterClient = new PromptCrafterClient(options);
const same: typeof PromptCrafterClient = PromptCrafterClient.PromptCrafterClient;
const byDefault: typeof PromptCrafterClient = PromptCrafterClient.default;

async function save(input: PromptCrafterClient.CreateLogInput): Promise<PromptCrafterClient.Log> {
  try {
    return await client.createLog(input);
  } catch (error) {
    if (error instanceof PromptCrafterClient.PromptCrafterAPIError) console.log(error.status + 1);
    throw error;
  }
}

// @ts-expect-error an option that does not exist
new PromptCrafterClient({ retries: 1 });
// @ts-expect-error an export that does not exist
PromptCrafterClient.TeapotError;

export = { save, same, byDefault };
