import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createDesk } from './cli-kit.ts';

it('writes a module that keeps what is by hand, and the order of its prompts', async () => {
  await using desk = await createDesk();
  desk.api.seed({
    prompts: [{ _id: 'prompt105', title: 'Other tutor', content: 'Say "{word}".\n\u2028`$' }],
  });
  const file = join(desk.folder, 'prompts.mts');
  expect(await desk.run(['prompts', 'pull', '--out', 'prompts.mts'])).toMatchObject({
    code: 0,
    stdout: '',
  });
  const { prompts } = await import(file);
  expect(Object.values(prompts)).toEqual(desk.api.prompts);

  const pulled = await readFile(file, 'utf8');
  const [first = '', second = ''] = pulled.match(/ {2}"prompt10\d": \{.*?\n {2}\},\n/gs) ?? [];
  const turned = pulled.replace(first + second, second + first.replaceAll('"', "'"));
  await writeFile(file, `// Ours.\n${turned}export const own = 1;\n`);
  desk.api.seed({ prompts: [{ _id: 'prompt106', title: 'New tutor' }] });
  await desk.run(['prompts', 'pull', '--out', 'prompts.mts']);

  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^\/\/ Ours\.\n\/\/ <promptcrafter>/);
  expect(text).toMatch(/\/\/ <\/promptcrafter>\nexport const own = 1;\n$/);
  const again = await import(`${file}?again`);
  expect(Object.keys(again.prompts)).toEqual(['prompt105', 'prompt104', 'prompt106']);
  expect((await desk.run(['prompts', 'pull', '--out', 'prompts.mts'])).stderr).toBe(
    'Nothing changed in prompts.mts.\n',
  );
});

it('keeps a prompt apart from the mark that it holds', async () => {
  await using desk = await createDesk();
  const content = 'A block ends with // </promptcrafter>\n// </promptcrafter>\nand so on.';
  desk.api.seed({ prompts: [{ _id: 'prompt105', title: 'About blocks', content }] });
  const pull = () => desk.run(['prompts', 'pull', '--out', 'prompts.mts']);
  await pull();
  desk.api.seed({ prompts: [{ _id: 'prompt106', title: 'New tutor' }] });
  expect(await pull()).toMatchObject({ code: 0 });

  const { prompts } = await import(join(desk.folder, 'prompts.mts'));
  expect(prompts.prompt105.content).toBe(content);
  expect(Object.keys(prompts)).toEqual(['prompt104', 'prompt105', 'prompt106']);
});
