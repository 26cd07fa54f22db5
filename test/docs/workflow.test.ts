import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { cli } from '../cli/serve-process.ts';
import { projectRoot } from '../support/project-root.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const guide = await readFile(join(projectRoot, 'guides/regression-suite.md'), 'utf8');

/** The step of the workflow that evaluates, as a shell gets it. */
function findStep(): string {
  const [, step = ''] = /- run: \|\n((?: {10}.*\n)+)/.exec(guide) ?? [];
  return step.replace(/^ {10}/gm, '');
}

/** The command by which the page has a run accepted. */
function findAcceptance(): string {
  const [, command = ''] = /`GITHUB_SHA=<its commit> (npx .* --accept accepted)`/.exec(guide) ?? [];
  return command;
}

const evaluation = `const cases = Array.from({ length: 80 }, (_, at) => ({ id: String(at) }));
const task = () => ({ output: 'Yes.', modelUsed: 'gpt-4o' });
const scorers = { right: () => Number(process.env.SCORE) };
const name = \`build-\${process.env.GITHUB_SHA}\`;
export default { name, prompts: ['prompt104'], cases, task, scorers };
`;

it('the workflow warns where there is no baseline, passes what is as good, and fails what is worse', async () => {
  await using folder = await createTemporaryFolder();
  const api = createTestApi();
  api.seed({ prompts: [{ _id: 'prompt104' }] });
  await using server = await api.listen();
  const npx = join(folder.path, 'bin/npx');
  await mkdir(join(folder.path, 'bin'));
  await writeFile(npx, `#!/bin/sh\nshift\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(npx, 0o755);
  await writeFile(join(folder.path, 'answers.eval.mjs'), evaluation);
  const token = await api.token();

  async function run(script: string, commit: string, score: number) {
    const child = spawn('bash', ['-e', '-c', script], {
      cwd: folder.path,
      env: {
        PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
        HOME: folder.path,
        PROMPTCRAFTER_BASE_URL: server.url,
        PROMPTCRAFTER_TOKEN: token,
        GITHUB_SHA: commit,
        SCORE: String(score),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const [code] = await once(child, 'close');
    return { code, isWarned: stdout.includes('::warning::') };
  }

  expect(await run(findStep(), 'a', 8)).toEqual({ code: 0, isWarned: true });
  expect(await run(findAcceptance(), 'a', 8)).toEqual({ code: 2, isWarned: false });
  expect(await run(findStep(), 'b', 8)).toEqual({ code: 0, isWarned: false });
  expect(await run(findStep(), 'c', 4)).toEqual({ code: 1, isWarned: false });
  expect(await readFile(join(folder.path, 'report.html'), 'utf8')).toContain('build-c');
}, 60_000);
