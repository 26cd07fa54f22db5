import { type Case, resolves, toLog } from './case.ts';

const megabytes = 5 * 1024 * 1024;

const toPrompt = (content: string) => ({ title: 'Text', content, model: 'gpt-4o' });

/** Sent as the output of a log and read back. */
const carries = (name: string, create: () => string): Case => ({
  name,
  run: async (context) => {
    const output = create();
    const log = await context.client.createLog(toLog(context, output));
    const logs = await context.client.getLogsByPrompt(context.world.promptId);
    return [log.output === output, logs.at(-1)?.output === output];
  },
  expected: resolves([true, true]),
});

/** What texts arrive as. */
export const bodyCases: readonly Case[] = [
  carries('five megabytes', () => 'x'.repeat(megabytes)),
  carries('five megabytes of characters of several bytes', () => 'ä🙂'.repeat(megabytes / 6)),
  carries('emoji, accents and scripts from right to left', () => '🙂👩‍👩‍👧 é é שלום 漢字'),
  carries(
    'line and paragraph separators, controls, a byte order mark',
    () => '\ufeff\u2028\u2029\u0000\u001f"\\\r\n',
  ),
  {
    name: 'a lone surrogate is known again as it was stored',
    world: { kind: 'fresh', faults: [{ on: 'createLog', with: 'reset-after-store' }] },
    run: async (context) => (await context.client.createLog(toLog(context, 'cut: \ud83d'))).output,
    look: ({ logs }) => logs,
    expected: resolves('cut: \ud83d', 2),
  },
  {
    name: 'a prompt in every script',
    run: async ({ client }) => {
      const content = 'Erkläre {тема} 🙂';
      return (await client.createPrompt(toPrompt(content))).content === content;
    },
    expected: resolves(true),
  },
  {
    name: 'a query with every special character',
    run: async ({ client }) => (await client.searchPrompts('a&b=c +é%20#?/🙂')).length,
    look: ({ queries }) => queries,
    expected: resolves(0, [{ q: 'a&b=c +é%20#?/🙂' }]),
  },
];
