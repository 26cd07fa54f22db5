import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';
import { runWorkflow } from './run-workflow.ts';
import { readWorkflow } from './workflow.ts';

const workflows = join(projectRoot, '.github/workflows');
const names = await readdir(workflows);
const read = async (name: string) => readWorkflow(await readFile(join(workflows, name), 'utf8'));
const release = await read('release.yml');

let folder: TemporaryFolder;
let tree: string;

beforeEach(async () => {
  folder = await createTemporaryFolder();
  tree = join(folder.path, 'tree');
  await mkdir(join(folder.path, 'jobs'));
});
afterEach(() => folder[Symbol.asyncDispose]());

async function write(path: string, text: string): Promise<void> {
  const file = join(folder.path, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
}

/** A tree of a version in which CI does nothing but build one file, and fails if it is told to. */
async function prepareTree(version: string, ci = 'mkdir -p dist && echo "built" >dist/index.js') {
  for (const name of ['package.json', 'package-lock.json', 'jsr.json']) {
    const manifest = JSON.parse(await readFile(join(projectRoot, name), 'utf8'));
    await write(`tree/${name}`, JSON.stringify({ ...manifest, version }));
  }
  await write('tree/CHANGELOG.md', `# Changelog\n\n## [${version}] - 2027-01-02\n`);
  await write('tree/.ci/run', `#!/bin/sh\n${ci}\n`);
  await mkdir(join(tree, 'scripts'));
  const script = 'scripts/check-release.ts';
  await copyFile(join(projectRoot, script), join(tree, script));
}

/** Runs the release of a tag, with an npm that publishes nothing; gives what it was asked to. */
async function runRelease(tag: string) {
  const record = join(folder.path, 'published');
  const npm = [
    '#!/bin/sh',
    `if [ "$1" = publish ]; then printf '%s\\n' "$PWD" "$@" >>'${record}'; exit; fi`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's
    'PATH="${PATH#*:}" exec npm "$@"',
  ];
  await write('bin/npm', npm.join('\n'));
  const path = [join(folder.path, 'bin'), dirname(process.execPath), process.env.PATH];
  const run = await runWorkflow(release, {
    tree,
    folder: join(folder.path, 'jobs'),
    github: { ref_name: tag, repository: 'ada/client', server_url: 'https://github.example' },
    env: { PATH: path.join(':') },
  });
  const [cwd = '', ...args] = (await readFile(record, 'utf8').catch(() => '')).trim().split('\n');
  return { ...run, cwd, args };
}

describe('the workflow of a release', () => {
  it.each([
    ['v1.2.0', 'latest'],
    ['v1.2.0-beta.1', 'next'],
  ])('publishes %s as %s, with provenance', async (tag, distTag) => {
    const version = tag.slice(1);
    await prepareTree(version);
    const { failed, cwd, args } = await runRelease(tag);
    expect(failed).toBeUndefined();
    const tarball = `promptcrafter-client-${version}.tgz`;
    expect(args).toEqual([
      'publish',
      `./${tarball}`,
      ...['--provenance', '--access', 'public', '--tag', distTag],
    ]);
    // Where it is published there is nothing else that could run.
    expect(await readdir(cwd)).toEqual([tarball]);
  });

  it('publishes what CI has built, and names the repository, as provenance asks for', async () => {
    await prepareTree('1.2.0');
    const { cwd, args } = await runRelease('v1.2.0');
    const unpack = async (file: string) => {
      const { stdout } = await runCommand('tar', ['-xzOf', join(cwd, args[1] ?? ''), file]);
      return stdout;
    };
    expect(await unpack('package/dist/index.js')).toBe('built\n');
    expect(JSON.parse(await unpack('package/package.json'))).toMatchObject({
      version: '1.2.0',
      repository: { type: 'git', url: 'git+https://github.example/ada/client.git' },
    });
  });

  it('does nothing where the tag is not the version', async () => {
    await prepareTree('1.2.0');
    const { done, failed, args } = await runRelease('v1.3.0');
    expect({ done, args }).toEqual({ done: [], args: [] });
    expect(failed?.output).toContain('Failed to release v1.3.0: package.json says 1.2.0');
  });

  it('packs and publishes nothing where CI fails', async () => {
    await prepareTree('1.2.0', 'echo "a test fails"; exit 1');
    const { failed, args } = await runRelease('v1.2.0');
    expect(failed).toEqual({ command: '.ci/run', output: 'a test fails\n' });
    expect(args).toEqual([]);
  });

  it('starts at the tag of a version, and at nothing else', () => {
    const [, pattern = ''] = /^push: tags: \["(.+)"\]$/.exec(release.trigger) ?? [];
    const matches = new RegExp(`^${pattern.replaceAll('*', '[^/]*')}$`);
    for (const tag of ['v1.2.0', 'v1.2.0-beta.1']) expect(tag).toMatch(matches);
    for (const tag of ['1.2.0', 'docs', 'release/v1']) expect(tag).not.toMatch(matches);
  });
});

describe.each(names)('the workflow %s', async (name) => {
  const { permissions, jobs } = await read(name);
  const actions = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));

  it('runs actions as they were when they were chosen', () => {
    expect(actions).not.toEqual([]);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });

  it('lets no job write that runs code of the project', () => {
    expect(permissions).toEqual(['contents: read']);
    const writing = jobs.filter((job) => job.permissions.some((entry) => !/: read$/.test(entry)));
    for (const { steps } of writing) {
      for (const { uses = '' } of steps) expect(uses).not.toMatch(/^actions\/checkout@/);
    }
    expect(writing.map((job) => job.permissions)).toEqual(
      name === 'release.yml' ? [['id-token: write']] : [],
    );
  });
});
