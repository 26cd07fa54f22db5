// Bounds how long a call may take, and gives one up.
import PromptCrafterClient, { PromptCrafterTimeoutError } from 'promptcrafter-client';

// A deadline for each call: its attempts and the waits between them, all together.
const client = new PromptCrafterClient({ timeout: 10_000 });

try {
  const prompts = await client.getPrompts({ timeout: 500 });
  console.log(`${prompts.length} prompt(s)`);
} catch (error) {
  if (!(error instanceof PromptCrafterTimeoutError)) throw error;
  console.log(error.message);
}

// A signal gives a call up at any time; the call rejects with the signal's own reason.
const controller = new AbortController();
setTimeout(() => controller.abort('The page was closed.'), 100);

try {
  const logs = await client.getLogs({ signal: controller.signal });
  console.log(`${logs.length} log(s)`);
} catch (error) {
  if (!controller.signal.aborted) throw error;
  console.log(`Given up: ${error}`);
}
