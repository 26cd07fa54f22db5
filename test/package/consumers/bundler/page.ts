import PromptCrafterClient, { type Log, NotFoundError } from 'promptcrafter-client';
import SingleFile, { type ClientOptions } from 'promptcrafter-client/promptcrafter-client.js';
import { createLogQueue, type LogQueue } from 'promptcrafter-client/queue';

const options: ClientOptions = { token: () => sessionStorage.getItem('token') ?? '', fetch };

export async function showLogs(element: HTMLElement, promptId: string): Promise<void> {
  const client = new PromptCrafterClient(options);
  const controller = new AbortController();
  window.addEventListener('pagehide', () => controller.abort(), { once: true });
  try {
    const logs: Log[] = await client.getLogsByPrompt(promptId, { signal: controller.signal });
    element.textContent = logs.map(({ output }) => output).join('\n');
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    element.textContent = error.message;
  }
}

export const client: PromptCrafterClient = new SingleFile({ headers: new Headers() });

export const queue: LogQueue = createLogQueue(client, { onFailed: ({ error }) => alert(error) });

// @ts-expect-error a method that does not exist
client.listLogs();
