import { type Case, type Context, type Difference, resolves, toText } from './case.ts';

const toEvent = (value: unknown) => `data: ${JSON.stringify(value)}\n\n`;

const toChunk = (content: string, finish: string | null = null) =>
  toEvent({
    model: 'gpt-4o-2024-08-06',
    choices: [{ index: 0, delta: { content }, finish_reason: finish }],
  });

const streamed = toText('200 OK', 'Content-Type: text/event-stream\r\nConnection: close');

const whole = {
  text: `${streamed}${toChunk('Sun')}${toChunk('light.', 'stop')}data: [DONE]\n\n`,
  next: 'end',
} as const;

/** Asks through an observer, and returns what the queue was given. */
async function ask(
  { rooms, world }: Context,
  read: (response: Response, abort: () => void) => Promise<unknown>,
  run: (ask: () => Promise<unknown>) => Promise<unknown> = (ask) => ask(),
): Promise<readonly unknown[]> {
  const logged: unknown[] = [];
  const queue = {
    log: ({
      promptId,
      output,
      modelUsed,
      meta,
    }: {
      promptId: string;
      output: string;
      modelUsed: string;
      meta: { input?: string; finish?: string };
    }) => logged.push([promptId, output, modelUsed, meta.input, meta.finish]),
  };
  const fetch = rooms.observe.observe({ queue, promptId: 'prompt104' });
  const aborter = new AbortController();
  const seen = await run(async () => {
    const messages = [{ role: 'user', content: 'Why is the sky blue?' }];
    const response = await fetch(`${world.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o', stream: true, messages }),
      signal: aborter.signal,
    });
    return read(response, () => aborter.abort());
  });
  // The log of a stream that is left is written after its reader is told.
  for (let turn = 0; turn < 100 && logged.length === 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return [seen, logged];
}

const withoutContext: Difference = {
  in: ['workerd', 'Chromium', 'Firefox'],
  expected: resolves([
    true,
    [['prompt104', 'Sunlight.', 'gpt-4o-2024-08-06', 'Why is the sky blue?', 'stop']],
  ]),
  reason:
    'The platform has no `AsyncLocalStorage` (workerd has it with `nodejs_compat`): `withPrompt` only runs what it is given.',
};

/** What a model answers through the observer. */
export const observeCases: readonly Case[] = [
  {
    name: 'a stream that is read to its end is logged once',
    world: { kind: 'script', script: [whole] },
    run: (context) => ask(context, async (response) => (await response.text()).length),
    expected: resolves([
      whole.text.length - streamed.length,
      [['prompt104', 'Sunlight.', 'gpt-4o-2024-08-06', 'Why is the sky blue?', 'stop']],
    ]),
  },
  {
    name: 'a stream that is left is logged as far as it came',
    world: { kind: 'script', script: [{ text: `${streamed}${toChunk('Sun')}`, next: 'stall' }] },
    run: (context) =>
      ask(context, async (response, abort) => {
        const reader = response.body?.getReader();
        const first = await reader?.read();
        abort();
        await reader?.read().catch(() => undefined);
        return first?.done;
      }),
    expected: resolves([
      false,
      [['prompt104', 'Sun', 'gpt-4o-2024-08-06', 'Why is the sky blue?', 'aborted']],
    ]),
  },
  {
    name: 'withPrompt says to which prompt an answer belongs',
    world: { kind: 'script', script: [whole] },
    run: (context) =>
      ask(
        context,
        async (response) => (await response.text()).length > 0,
        (ask) => context.rooms.observe.withPrompt('prompt105', ask),
      ),
    expected: resolves([
      true,
      [['prompt105', 'Sunlight.', 'gpt-4o-2024-08-06', 'Why is the sky blue?', 'stop']],
    ]),
    differences: [withoutContext],
  },
];
