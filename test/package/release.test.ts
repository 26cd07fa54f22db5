import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDisagreements, findNewestVersion, readRelease } from '../../scripts/check-release.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';

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

  it('of another tag is refused by the script', async () => {
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
