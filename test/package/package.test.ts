import { copyFile, cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entries, pageSources } from '../../scripts/entries.ts';
import { projectRoot } from '../support/project-root.ts';
import { runCommand, runNode } from '../support/run-command.ts';
import { type InstalledPackage, installPackage } from './install-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  installed = await installPackage();
});
afterAll(() => installed[Symbol.asyncDispose]());

const read = (path: string) => readFile(join(projectRoot, path), 'utf8');

/** Runs a module, or with `--input-type=commonjs` a script, as a file of the project would run. */
const run = (source: string, ...flags: string[]) =>
  runNode(['--input-type=module', ...flags, '--eval', source], { cwd: installed.project });

/** A file of the package and what it imports before it runs, directly or not. */
async function findLoaded(file: string): Promise<string[]> {
  const code = await read(file);
  const imports = code.matchAll(/^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];/gm);
  const files = Array.from(imports, ([, path = '']) => join(file, '..', path));
  return [...new Set([file, ...(await Promise.all(files.map(findLoaded))).flat()])];
}

const printed = (value: unknown) => ({ code: 0, stdout: `${JSON.stringify(value)}\n`, stderr: '' });

const classes = [
  'AuthenticationError',
  'BadRequestError',
  'ConflictError',
  'ForbiddenError',
  'NotFoundError',
  'PromptCrafterAPIError',
  'PromptCrafterClient',
  'PromptCrafterConnectionError',
  'PromptCrafterError',
  'PromptCrafterResponseError',
  'PromptCrafterTimeoutError',
  'PromptCrafterValidationError',
  'RateLimitError',
  'ServerError',
  'UnsupportedMediaTypeError',
];

describe('the tarball', () => {
  it('holds these files', async () => {
    // Parts that entries share have names of the bundler's.
    const isPart = (file: string) => /^dist\/.*-[\w-]{8}\.(js|d\.c?ts)$/.test(file);
    const files = entries.flatMap(({ path, output, formats }) => [
      `dist/${output}.${formats.includes('json') ? 'json' : 'js'}`,
      ...(formats.includes('cjs') ? [`dist/${output}.cjs`] : []),
      ...(path && formats.includes('esm') ? [`dist/${output}.d.ts`, `dist/${output}.d.cts`] : []),
    ]);
    const pageFiles = Object.entries(pageSources).map(
      ([output, source]) => `dist/${output}${extname(source).replace('.ts', '.js')}`,
    );
    const isExample = (file: string) => file.startsWith('examples/');
    const guides = await readdir(join(projectRoot, 'guides'));
    expect(installed.files.filter((file) => !isPart(file) && !isExample(file)).sort()).toEqual(
      [
        ...files,
        ...pageFiles,
        ...guides.filter((file) => file.endsWith('.md')).map((file) => `guides/${file}`),
        'CHANGELOG.md',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-LICENSES.md',
        'package.json',
      ].sort(),
    );
  });

  it('holds every example, without what is installed, built or tested in it', () => {
    const examples = installed.files.filter((file) => file.startsWith('examples/'));
    expect(examples).toEqual(
      expect.arrayContaining([
        'examples/log-output.ts',
        'examples/react/app.tsx',
        'examples/testing-your-application/log-answer.test.ts',
      ]),
    );
    const foreign = /node_modules|package-lock/;
    expect(examples.filter((file) => foreign.test(file))).toEqual([]);
  });

  it('holds whatever its pages link to', async () => {
    const pages = installed.files.filter((file) => file.endsWith('.md'));
    const broken: string[] = [];
    for (const page of pages) {
      const links = (await read(page)).matchAll(/\]\(([^)\s]+)\)/g);
      for (const [, link = ''] of links) {
        const [path = ''] = link.split('#');
        if (URL.canParse(link) || path === '') continue;
        const target = join(page, '..', path);
        const isThere = installed.files.some(
          (file) => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`),
        );
        if (!isThere) broken.push(`${page}: ${link}`);
      }
    }
    expect(pages).toContain('guides/hooks.md');
    expect(broken).toEqual([]);
  });

  it('brings no other package', async () => {
    const names = await readdir(join(installed.project, 'node_modules'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['promptcrafter-client']);
  });

  it('holds the licence of every package that is bundled', async () => {
    const notice = await read('THIRD-PARTY-LICENSES.md');
    const files = installed.files.filter((file) => /\.c?js$/.test(file));
    const code = await Promise.all(files.map(read));
    const bundled = code.join('\n').matchAll(/^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm);
    const names = new Set(Array.from(bundled, ([, name = '']) => name));

    expect(Array.from(notice.matchAll(/^## (.+)$/gm), ([, name]) => name)).toEqual(
      [...names].sort(),
    );
    for (const name of names) {
      const files = await readdir(join(projectRoot, 'node_modules', name));
      const file = files.find((file) => /^licen[cs]e/i.test(file)) ?? 'README.md';
      const text = await read(`node_modules/${name}/${file}`);
      // Some have theirs at the end of the README.
      const [, licence = text] = text.split(/^#+ *licen[cs]e$/im);
      expect(notice).toContain(licence.trim());
    }
  });
});

describe('ESM', () => {
  it('imports the class as default and by name, and every error class', async () => {
    const source = `
      import Default, * as exports from 'promptcrafter-client';
      const { default: itself, ...named } = exports;
      const isClass = Object.values(named).every((value) => /^class /.test(String(value)));
      console.log(JSON.stringify([Object.keys(named), Default === named.PromptCrafterClient, isClass]));`;
    expect(await run(source)).toEqual(printed([classes, true, true]));
  });

  it('imports the single file by its name in the package', async () => {
    const source = `
      import Client, * as exports from 'promptcrafter-client/promptcrafter-client.js';
      const url = import.meta.resolve('promptcrafter-client/promptcrafter-client.js');
      console.log(JSON.stringify([
        Object.keys(exports).sort(),
        typeof new Client().createLog,
        url.endsWith('/promptcrafter-client/dist/promptcrafter-client.js'),
      ]));`;
    expect(await run(source)).toEqual(printed([[...classes, 'default'], 'function', true]));
  });
});

describe('CommonJS', () => {
  it('requires the class itself, with every export and default on it', async () => {
    const source = `
      const Client = require('promptcrafter-client');
      const { PromptCrafterClient, default: Default, NotFoundError } = require('promptcrafter-client');
      console.log(JSON.stringify([
        Object.keys(Client).sort(),
        Client === PromptCrafterClient && Client === Default,
        typeof new Client().createLog,
        new NotFoundError('gone').name,
      ]));`;
    expect(await run(source, '--input-type=commonjs')).toEqual(
      printed([[...classes, 'default'], true, 'function', 'NotFoundError']),
    );
  });

  it('is imported by ESM with the same names', async () => {
    const source = `
      import Client from './node_modules/promptcrafter-client/dist/index.cjs';
      console.log(JSON.stringify([typeof new Client().createLog, Client.NotFoundError.name]));`;
    expect(await run(source)).toEqual(printed(['function', 'NotFoundError']));
  });
});

it('recognises the errors of another copy in the same process', async () => {
  const source = `
    import { createRequire } from 'node:module';
    import * as esm from 'promptcrafter-client';
    import * as single from 'promptcrafter-client/promptcrafter-client.js';
    const cjs = createRequire(import.meta.url)('promptcrafter-client');
    const copies = [esm, cjs, single];
    const failure = await Promise.all(
      copies.map((copy) => new copy.PromptCrafterClient().getPromptById('').catch((error) => error)),
    );
    const results = copies.map((copy) => failure.map((error) => [
      error instanceof copy.PromptCrafterValidationError,
      error instanceof copy.PromptCrafterError,
      error instanceof copy.NotFoundError,
    ].join(' ')));
    console.log(JSON.stringify([
      new Set(copies.map((copy) => copy.PromptCrafterError)).size,
      [...new Set(results.flat())],
    ]));`;
  expect(await run(source)).toEqual(printed([3, ['true true false']]));
});

describe.each([
  ['ESM', "await import('promptcrafter-client')"],
  ['CommonJS', "createRequire(import.meta.url)('promptcrafter-client')"],
  ['the single file', "await import('promptcrafter-client/promptcrafter-client.js')"],
])('loading %s', (_name, load) => {
  it('prints nothing, adds no global and reads no environment', async () => {
    // Node loads its fetch when it is first touched, which ky does: that is Node's own affair, as
    // is the variable that its module loader asks for.
    const source = `
      import { createRequire } from 'node:module';
      void globalThis.Request;
      const reads = [];
      const record = (_target, key) => { reads.push(key); };
      process.env = new Proxy({}, { get: record, has: record, ownKeys: () => (reads.push('*'), []) });
      const before = Reflect.ownKeys(globalThis);
      ${load};
      const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).map(String);
      process.stdout.write(JSON.stringify([
        reads.filter((key) => key !== 'WATCH_REPORT_DEPENDENCIES'),
        added,
      ]) + '\\n');`;
    expect(await run(source)).toEqual(printed([[], []]));
  });

  it('generates no code from strings', async () => {
    const source = `
      import { createRequire } from 'node:module';
      const { PromptCrafterClient } = ${load};
      const answer = [{ _id: 'log1', promptId: 'p', output: '', modelUsed: 'm', createdAt: '' }];
      const client = new PromptCrafterClient({ fetch: async () => Response.json(answer) });
      console.log(JSON.stringify((await client.getLogs()).length));`;
    expect(await run(source, '--disallow-code-generation-from-strings')).toEqual(printed(1));
  });
});

describe('the client', () => {
  it('imports nothing, so that nobody loads the test API with it', async () => {
    expect(await read('dist/index.js')).not.toMatch(/^import\b|\bimport\(/m);
    expect(await read('dist/index.cjs')).not.toMatch(/\brequire\(/);
  });
});

describe('the test API', () => {
  const use = `
    const api = createTestApi();
    const { prompts } = api.seed({ prompts: [{}] });
    const promptId = prompts[0]._id;
    const log = { promptId, output: 'Yes.', modelUsed: 'm' };
    api.listen().then(async (server) => {
      const client = new PromptCrafterClient({ baseUrl: server.url, token: await api.token() });
      const { _id } = await client.createLog(log);
      await server.close();
      console.log(JSON.stringify([_id, api.logs.length]));
    });`;

  it('is imported by ESM', async () => {
    const source = `
      import PromptCrafterClient from 'promptcrafter-client';
      import { createTestApi } from 'promptcrafter-client/testing';
      ${use}`;
    expect(await run(source)).toEqual(printed(['log101', 1]));
  });

  it('is required by CommonJS', async () => {
    const source = `
      const PromptCrafterClient = require('promptcrafter-client');
      const { createTestApi } = require('promptcrafter-client/testing');
      ${use}`;
    expect(await run(source, '--input-type=commonjs')).toEqual(printed(['log101', 1]));
  });

  it.each([
    ['2', 'msw-2', 'onUnhandledRequest'],
    ['3', 'msw', 'onUnhandledFrame'],
  ])('answers through Mock Service Worker %s', async (version, folder, option) => {
    const link = join(installed.project, 'node_modules/msw');
    await symlink(join(projectRoot, 'node_modules', folder), link);
    const source = `
      import { createRequire } from 'node:module';
      import { setupServer } from 'msw/node';
      import PromptCrafterClient from 'promptcrafter-client';
      import { createTestApi } from 'promptcrafter-client/testing';
      import { createHandlers } from 'promptcrafter-client/testing/msw';
      const { version } = createRequire(import.meta.url)('msw/package.json');
      const api = createTestApi();
      const { prompts } = api.seed({ prompts: [{}] });
      const server = setupServer(...createHandlers(api));
      server.listen({ ${option}: 'error' });
      const client = new PromptCrafterClient({ token: await api.token(), maxRetries: 0 });
      const input = { promptId: prompts[0]._id, output: 'Yes.', modelUsed: 'm' };
      const { _id } = await client.createLog(input);
      api.fail({ with: 'reset' });
      const { name } = await client.getLogs().catch((error) => error);
      server.close();
      console.log(JSON.stringify([version.split('.')[0], _id, name]));`;
    try {
      expect(await run(source)).toEqual(
        printed([version, 'log101', 'PromptCrafterConnectionError']),
      );
    } finally {
      await rm(link);
    }
  });

  it('is served by the program of the package', async () => {
    const program = join(installed.project, 'node_modules/.bin/promptcrafter-client');
    const { version } = JSON.parse(await read('package.json')) as { version: string };
    expect(await runCommand(program, ['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('names nothing of Node where a bundler would follow it', async () => {
    const loaded = await findLoaded('dist/testing/index.js');
    expect(loaded.length).toBeGreaterThan(1);
    const code = await Promise.all(loaded.map(read));
    expect(code.join('\n')).not.toMatch(/^(import|export) .*["']node:/m);
    expect(code.join('\n')).not.toMatch(/\b(import|require)\(["']node:/);
    expect(code.join('\n')).toContain('getBuiltinModule');
  });
});

describe('the single file', () => {
  it('runs alone in an empty folder', async () => {
    const copy = join(installed.elsewhere, 'promptcrafter-client.js');
    await copyFile(
      join(installed.project, 'node_modules/promptcrafter-client/dist/promptcrafter-client.js'),
      copy,
    );
    const source = `
      import PromptCrafterClient, { PromptCrafterError } from './promptcrafter-client.js';
      const error = await new PromptCrafterClient().deleteLog('..').catch((error) => error);
      console.log(JSON.stringify([error instanceof PromptCrafterError, error.name]));`;
    const result = await runNode(['--input-type=module', '--eval', source], {
      cwd: installed.elsewhere,
    });
    expect(result).toEqual(printed([true, 'PromptCrafterValidationError']));
  });

  it('begins with its version and the licences of what it contains', async () => {
    const { version } = JSON.parse(await read('package.json')) as { version: string };
    const [first = ''] = (await read('dist/promptcrafter-client.js')).split('\n');
    const [, owner = ''] =
      /Copyright \(c\) (.+)/.exec(await read('node_modules/zod/LICENSE')) ?? [];
    expect(first).toContain(`promptcrafter-client ${version}, MIT.`);
    expect(first).toContain(owner);
  });

  it('imports nothing and evaluates nothing', async () => {
    const code = await read('dist/promptcrafter-client.js');
    expect(code).not.toMatch(/\bimport\b|\brequire\s*\(|\beval\s*\(|\bFunction\s*\(/);
  });
});

describe.concurrent('type checks of a project', { timeout: 180_000 }, () => {
  it.each([
    ['in ESM', 'esm'],
    ['in CommonJS', 'commonjs'],
    ['that is bundled', 'bundler'],
  ])('%s find nothing', async (_kind, name) => {
    const consumer = join(installed.project, name);
    await cp(join(projectRoot, 'test/package/consumers', name), consumer, { recursive: true });
    await mkdir(join(consumer, 'node_modules'));
    for (const other of ['undici', 'node-fetch', 'node-fetch-2', 'cross-fetch', 'ky', '@types']) {
      await symlink(
        join(projectRoot, 'node_modules', other),
        join(consumer, 'node_modules', other),
      );
    }
    const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
    const typeRoots = join(projectRoot, 'node_modules/@types');
    const result = await runNode([tsc, '--project', consumer, '--typeRoots', typeRoots]);
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});
