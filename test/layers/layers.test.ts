import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const rooms = ['node', 'queue', 'prompts', 'observe', 'evals', 'mcp', 'transfer'];

/** What is wrong in a project: in which file, what it imports, and the rule that says so. */
const breaches: [file: string, imported: string, rule: string][] = [
  ['src/index.ts', './testing/api.js', 'index-lists-names'],
  ['src/core/errors.ts', '../client/transport/path.js', 'core-is-pure'],
  ['src/core/schemas/log.ts', 'node:crypto', 'core-is-pure'],
  ['src/core/schemas/prompt.ts', 'zod', 'core-is-pure'],
  ['src/files/node-lock.ts', '../core/errors.js', 'files-know-node-alone'],
  ['src/client/client.ts', 'hono', 'client-imports-core'],
  ['src/client/options.ts', '../queue/queue.js', 'client-imports-core'],
  ['src/client/transport/call.ts', 'ky', 'ky-in-one-file'],
  ['src/api/app.ts', '../testing/api.js', 'api-imports-core'],
  ['src/testing/api.ts', '../client/transport/path.js', 'testing-imports-api'],
  ['src/testing/node-server.ts', '../serve/server.js', 'testing-imports-api'],
  ['src/serve/server.ts', '../client/options.js', 'serve-imports-api'],
  ['src/serve/page/main.ts', '../start-server.js', 'page-imports-client'],
  ['src/serve/http.ts', './page/main.js', 'page-stands-alone'],
  ['src/testing/server.ts', 'node:http', 'node-in-node-files-only'],
  ...rooms.flatMap((room): [string, string, string][] => [
    [`src/${room}/room.ts`, '../client/client.js', `${room}-stands-on-core`],
    [`src/${room}/node-room.ts`, '../api/app.js', `${room}-knows-no-other-room`],
  ]),
  ['src/client/transport/path.ts', '../../stray.js', 'every-file-has-a-layer'],
  ['src/stray.ts', './nowhere.js', 'imports-resolve'],
  ['src/client/transport/attempt.ts', './send-once.js', 'no-cycles'],
  ['examples/read.ts', '../src/core/errors.js', 'examples-use-the-package'],
];

const harmless: [file: string, imported: string][] = [
  ['src/client/transport/send-once.ts', './attempt.js'],
  ['src/queue/queue.ts', '../core/errors.js'],
  ['src/queue/node-spool.ts', '../files/node-lock.js'],
  ['src/node/agents.ts', 'node:http'],
  ['src/serve/page/session.ts', '../../evals/node-room.js'],
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
