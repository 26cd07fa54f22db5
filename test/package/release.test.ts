import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDisagreements, findNewestVersion, readRelease } from '../../scripts/check-release.ts';
import { projectRoot } from '../support/project-root.ts';
import { runCommand, runNode } from '../support/run-command.ts';

const read = (file: string) => readFile(join(projectRoot, file), 'utf8');
const manifest = JSON.parse(await read('package.json')) as {
  version: string;
  devDependencies: Record<string, string>;
};

describe('a release', () => {
  const version = { version: '1.2.0' };
  const release = {
    tag: 'v1.2.0',
    manifests: { 'package.json': version },
    changelog: '# Changelog\n\n## [1.2.0] - 2027-01-02\n\n## [1.1.0] - 2026-12-01\n',
  };

  it('goes ahead where tag, manifests and changelog agree', () => {
    expect(findDisagreements(release)).toEqual([]);
  });

  it.each([
    ['another tag', { tag: 'v1.3.0' }, 'package.json says 1.2.0'],
    [
      'another manifest',
      { manifests: { 'jsr.json': { version: '1.1.0' } } },
      'jsr.json says 1.1.0',
    ],
    ['an older changelog', { changelog: '## [1.1.0] - 2026-12-01\n' }, 'heading says 1.1.0'],
    ['changes that are not released', { changelog: '## [Unreleased]\n' }, 'says [Unreleased]'],
    ['no changelog', { changelog: '' }, 'says undefined'],
  ])('stops at %s', (_case, difference, message) => {
    expect(findDisagreements({ ...release, ...difference }).join()).toContain(message);
  });

  it('of this tree would go ahead, were there nothing unreleased', async () => {
    const tree = await readRelease(`v${manifest.version}`);
    const changelog = tree.changelog.replace(/^## \[Unreleased\]\n[\s\S]*?(?=^## )/m, '');
    expect(findDisagreements({ ...tree, changelog })).toEqual([]);
  });

  it('of another tag is refused by the script that the workflow runs', async () => {
    const { code, stderr } = await runNode(['scripts/check-release.ts', 'v0.0.0'], {
      cwd: projectRoot,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('Failed to release v0.0.0: package.json says');
  });

  it('finds the newest version first', () => {
    expect(findNewestVersion(release.changelog)).toBe('1.2.0');
  });
});

describe('the workflow of a release', async () => {
  const workflow = await read('.github/workflows/release.yml');

  const [, build = '', publish = ''] = workflow.split(/^ {2}(?:build|publish):$/m);
  const toSteps = (job: string) =>
    Array.from(job.matchAll(/- (?:run|uses): (.+)/g), ([, step = '']) => step);

  it('checks the versions, runs what CI runs, and packs', () => {
    expect(toSteps(build)).toEqual([
      expect.stringMatching(/^actions\/checkout@/),
      'node scripts/check-release.ts "$GITHUB_REF_NAME"',
      '.ci/run',
      expect.stringContaining('npm pkg set repository.type=git'),
      'npm pack',
      expect.stringMatching(/^actions\/upload-artifact@/),
    ]);
  });

  it('publishes with provenance, where no code but npm runs', () => {
    expect(publish).toContain('needs: build');
    expect(toSteps(publish)).toEqual([
      expect.stringMatching(/^actions\/download-artifact@/),
      'npm publish ./promptcrafter-client-*.tgz --provenance --access public --tag "$DIST_TAG"',
    ]);
  });

  it('starts at a tag, and may write nothing but its identity, to publish', () => {
    expect(workflow).toMatch(/^on:\n {2}push:\n {4}tags: \["v\*"\]\n/m);
    expect(workflow.match(/\S+: write/g)).toEqual(['id-token: write']);
    expect(publish).toContain('id-token: write');
  });

  it.each(['release', 'ci'])(
    'pins the actions of %s.yml to what they were when they were chosen',
    async (name) => {
      const file = await read(`.github/workflows/${name}.yml`);
      for (const [, action = ''] of file.matchAll(/uses: (\S+)/g)) {
        expect(action).toMatch(/@[0-9a-f]{40}$/);
      }
    },
  );
});

describe('the manifest for JSR', async () => {
  const jsr = JSON.parse(await read('jsr.json')) as { imports: Record<string, string> };

  it('asks for the versions that the package is built with', () => {
    const { ky, zod, '@noble/hashes': hashes } = manifest.devDependencies;
    expect(jsr.imports).toEqual({
      '@noble/hashes/sha2.js': `npm:@noble/hashes@${hashes}/sha2.js`,
      ky: `npm:ky@${ky}`,
      'zod/mini': `npm:zod@${zod}/mini`,
    });
  });

  it('is accepted, with types that need no inference', async () => {
    const deno = join(projectRoot, 'node_modules/.bin/deno');
    const { code, stderr } = await runCommand(deno, ['publish', '--dry-run', '--allow-dirty'], {
      cwd: projectRoot,
      env: { NO_COLOR: '1' },
    });
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Checking for slow types in the public API...'),
    });
    expect(stderr).not.toMatch(/warning|src\/(testing|serve)|\/test\//);
  });
});
