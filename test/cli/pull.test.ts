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

it.each(['bash', 'zsh', 'fish'])(
  'prints a completion for %s that its shell can read',
  async (shell) => {
    await using desk = await createDesk();
    const { code, stdout } = await desk.run(['completion', shell], { env: {} });

    expect(code).toBe(0);
    for (const word of ['prompts', 'import', 'in-order', 'base-url'])
      expect(stdout).toContain(word);
    if (shell !== 'bash') return;
    await writeFile(
      join(desk.folder, 'complete.sh'),
      `${stdout}
COMP_WORDS=(promptcrafter-client logs im) COMP_CWORD=2; _promptcrafter_client; echo "\${COMPREPLY[@]}"
COMP_WORDS=(promptcrafter-client logs import --in) COMP_CWORD=3; _promptcrafter_client; echo "\${COMPREPLY[@]}"
`,
    );
    const { execFileSync } = await import('node:child_process');
    const shown = execFileSync('bash', [join(desk.folder, 'complete.sh')], { encoding: 'utf8' });
    expect(shown).toBe('import\n--in-order\n');
  },
);
