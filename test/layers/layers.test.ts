import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** What is wrong in a project: in which file, what it imports, and the rule that says so. */
const breaches: [file: string, imported: string, rule: string][] = [
  ['src/index.ts', './testing/api.js', 'index-lists-names'],
  ['src/client.ts', 'hono', 'client-uses-parts'],
  ['src/endpoints.ts', './options.js', 'endpoints-describe-calls'],
  ['src/create-logs.ts', './transport/run.js', 'create-logs-makes-calls-by-one'],
  ['src/options.ts', './schemas/log.js', 'options-use-transport'],
  ['src/errors.ts', './schemas/log.js', 'errors-import-nothing'],
  ['src/schemas/log.ts', '../options.js', 'schemas-import-zod-only'],
  ['src/schemas/prompt.ts', 'zod', 'schemas-import-zod-only'],
  ['src/transport/run.ts', '../schemas/log.js', 'transport-imports-errors-only'],
  ['src/transport/retry.ts', 'ky', 'ky-in-http-only'],
  ['src/testing/api.ts', '../transport/run.js', 'testing-is-apart'],
  ['src/testing/node-server.ts', '../../test/anything.js', 'testing-is-apart'],
  ['src/serve/node-cli.ts', '../client.js', 'serve-uses-testing'],
  ['src/testing/server.ts', 'node:http', 'node-in-node-files-only'],
  ['src/transport/path.ts', '../stray.js', 'every-file-has-a-layer'],
  ['src/stray.ts', './nowhere.js', 'imports-resolve'],
  ['src/transport/attempt.ts', './http.js', 'no-cycles'],
  ['examples/read.ts', '../src/errors.js', 'examples-use-the-package'],
];

const harmless: [file: string, imported: string][] = [
  ['src/transport/http.ts', './attempt.js'],
  ['test/anything.ts', 'vitest'],
];

it('finds every breach of the layers, by name', async () => {
  await using folder = await createTemporaryFolder();
  await writeProject(folder.path);

  const { found, rules } = await cruise(folder.path);

  for (const [file, imported, rule] of breaches) {
    expect(found, `${file} imports ${imported}`).toContainEqual({ file, rule });
  }
  expect(new Set(breaches.map(([, , rule]) => rule))).toEqual(new Set(rules));
});

it('finds nothing where each file keeps to its layer', async () => {
  const { found } = await cruise(projectRoot);
  expect(found).toEqual([]);
});

async function writeProject(root: string): Promise<void> {
  await symlink(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(root, 'tsconfig.json'), '{}');
  for (const [file, imported] of [...breaches, ...harmless]) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(
      join(root, file),
      `import * as imported from '${imported}';\nexport default imported;\n`,
    );
  }
}

interface Report {
  readonly summary: {
    readonly violations: { readonly from: string; readonly rule: { readonly name: string } }[];
    readonly ruleSetUsed: { readonly forbidden: { readonly name: string }[] };
  };
}

async function cruise(cwd: string) {
  const cli = join(projectRoot, 'node_modules/.bin/depcruise');
  const config = join(projectRoot, '.dependency-cruiser.cjs');
  const args = ['src', 'test', 'examples', '--config', config, '--output-type', 'json'];
  const { stdout, stderr } = await runNode([cli, ...args], { cwd });
  expect(stderr).toBe('');
  const { summary } = JSON.parse(stdout) as Report;
  return {
    found: summary.violations.map(({ from, rule }) => ({ file: from, rule: rule.name })),
    rules: summary.ruleSetUsed.forbidden.map(({ name }) => name),
  };
}
