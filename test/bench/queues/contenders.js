import { createRequire } from 'node:module';

/** The packages have defaults for what they hold and how they try again; those are measured. */
const text = 'It began in Britain, with steam. '.repeat(12);
const require = createRequire(import.meta.url);

async function createOurs(url, folder) {
  const { PromptCrafterClient } = require('promptcrafter-client');
  const { createLogQueue } = require('promptcrafter-client/queue');
  const { openSpool } = require('promptcrafter-client/queue/spool');
  const client = new PromptCrafterClient({ baseUrl: url, token: 'token' });
  const queue = createLogQueue(client, folder ? { spool: openSpool(folder) } : {});
  const promptId = 'prompt104';
  return {
    log: (name) => queue.log({ promptId, output: text, modelUsed: name }),
    flush: () => queue.flush({ timeout: 120_000 }),
    finish: (timeout) => queue.close({ timeout }),
  };
}

/** What is compared, by name: each logs something with a name, and can be asked to send it. */
export const contenders = {
  'promptcrafter-client/queue': (url) => createOurs(url),
  'the same, with a spool': (url, folder) => createOurs(url, folder),
  async 'posthog-node'(url) {
    const { PostHog } = await import('posthog-node');
    const client = new PostHog('key', { host: url });
    return {
      log: (name) => client.capture({ distinctId: 'ada', event: name, properties: { text } }),
      flush: () => client.flush(),
      finish: (timeout) => client.shutdown(timeout),
    };
  },
  async '@segment/analytics-node'(url) {
    const { Analytics } = await import('@segment/analytics-node');
    const client = new Analytics({ writeKey: 'key', host: url });
    // Without a listener its failures would end the program.
    client.on('error', () => undefined);
    return {
      log: (name) => client.track({ userId: 'ada', event: name, properties: { text } }),
      flush: () => client.flush({ timeout: 120_000 }),
      finish: (timeout) => client.closeAndFlush({ timeout }),
    };
  },
  async langfuse(url) {
    const { Langfuse } = await import('langfuse');
    const client = new Langfuse({ publicKey: 'key', secretKey: 'token', baseUrl: url });
    return {
      log: (name) => client.event({ name, output: text }),
      flush: () => client.flushAsync(),
      finish: () => client.shutdownAsync(),
    };
  },
};
