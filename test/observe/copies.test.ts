import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** Loads the rooms as CommonJS, where each entry is a bundle of its own, and as modules beside them. */
const program = `
const required = {
  ...require('promptcrafter-client/prompts'),
  ...require('promptcrafter-client/observe'),
  ...require('promptcrafter-client/ai-sdk'),
};
const { writeSync } = require('node:fs');

async function main() {
  const before = Reflect.ownKeys(globalThis);
  const imported = {
    ...(await import('promptcrafter-client/prompts')),
    ...(await import('promptcrafter-client/observe')),
    ...(await import('promptcrafter-client/ai-sdk')),
  };
  const untouched = Reflect.ownKeys(globalThis).length === before.length;
  const logged = [];
  const answer = { model: 'm', choices: [{ message: { content: 'Air.' }, finish_reason: 'stop' }] };
  for (const [rendering, observing] of [[required, required], [required, imported], [imported, required]]) {
    const queue = { log: ({ promptId, meta }) => logged.push([promptId, meta.input ?? 'none']) };
    const fetch = observing.observe({ queue, fetch: async () => Response.json(answer) });
    const ask = async (content) => {
      const body = JSON.stringify({ messages: [{ role: 'user', content }] });
      await (await fetch('https://x.com/chat/completions', { method: 'POST', body })).text();
    };
    const text = rendering.renderPrompt({ _id: 'p1', content: 'Explain {what} to a child.' }, { what: 'it' });
    await ask(String(text));
    await rendering.withPrompt('p2', () => ask('Why?'));
    const { wrapGenerate } = rendering.logMiddleware({ queue, prompt: 'p3' });
    const result = { content: [{ type: 'text', text: 'Air.' }] };
    const doGenerate = async () => { await ask('By the middleware alone.'); return result; };
    await wrapGenerate({ doGenerate, params: { prompt: [] }, model: {} });
  }
  const added = Reflect.ownKeys(globalThis).map(String).filter((key) => !before.map(String).includes(key) && !key.includes('undici'));
  writeSync(1, JSON.stringify({ untouched, added, logged }));
}
main();
`;

it('the entries of the package work together, whether they are required or imported', async () => {
  await using folder = await createTemporaryFolder();
  await mkdir(join(folder.path, 'node_modules'));
  await symlink(projectRoot, join(folder.path, 'node_modules/promptcrafter-client'));
  await writeFile(join(folder.path, 'program.cjs'), program);
  const { code, stdout, stderr } = await runNode(['program.cjs'], { cwd: folder.path });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const once = [
    ['p1', 'Explain it to a child.'],
    ['p2', 'Why?'],
    ['p3', 'none'],
  ];
  expect(JSON.parse(stdout)).toEqual({
    // Nothing at import, and one place at the first use.
    untouched: true,
    added: ['Symbol(promptcrafter-client.rendered)'],
    logged: [...once, ...once, ...once],
  });
});
