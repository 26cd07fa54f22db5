// Tells apart what can go wrong.
import PromptCrafterClient, {
  AuthenticationError,
  NotFoundError,
  PromptCrafterError,
  PromptCrafterValidationError,
} from 'promptcrafter-client';

const client = new PromptCrafterClient();

try {
  const log = await client.createLog({
    promptId: process.env.PROMPTCRAFTER_PROMPT_ID ?? 'prompt101',
    output: 'The sky is blue because air scatters blue light the most.',
    modelUsed: 'gpt-4o',
    score: Number(process.env.SCORE ?? 7),
  });
  console.log(`Saved: ${log._id}`);
} catch (error) {
  if (error instanceof PromptCrafterValidationError) {
    // Nothing was sent.
    for (const { path, message } of error.issues)
      console.log(`Correct the input: ${path} ${message}`);
  } else if (error instanceof AuthenticationError) {
    console.log(`Log in again: ${error.message}`);
  } else if (error instanceof NotFoundError) {
    console.log(`Choose another prompt: ${error.message}`);
  } else if (error instanceof PromptCrafterError && error.outcome === 'unknown') {
    // The server may have stored it although no answer came.
    console.log('Look whether the log is there before saving it again.');
  } else {
    throw error;
  }
}
