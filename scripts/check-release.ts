import { readFile } from 'node:fs/promises';

/** Where a release says which version it is. */
export interface Release {
  /** `v1.0.0` */
  readonly tag: string;
  /** By file, where it stands. */
  readonly manifests: Readonly<Record<string, { readonly version: string }>>;
  readonly changelog: string;
}

/** The version of the newest heading of a changelog, or what stands in its place. */
export function findNewestVersion(changelog: string): string | undefined {
  const [, heading] = /^## (.+)$/m.exec(changelog) ?? [];
  return /^\[(.+)\] - \d{4}-\d\d-\d\d$/.exec(heading ?? '')?.[1] ?? heading;
}

/** What keeps a release from being published. */
export function findDisagreements({ tag, manifests, changelog }: Release): string[] {
  const version = tag.replace(/^v/, '');
  const claims = [
    ...Object.entries(manifests).map(([file, manifest]) => [file, manifest.version]),
    ["CHANGELOG.md's newest heading", findNewestVersion(changelog)],
  ];
  return claims
    .filter(([, claimed]) => claimed !== version)
    .map(([place, claimed]) => `Failed to release ${tag}: ${place} says ${claimed}. Correct it.`);
}

/** The versions as they are in the working tree. */
export async function readRelease(tag: string): Promise<Release> {
  const read = (file: string) => readFile(new URL(`../${file}`, import.meta.url), 'utf8');
  return {
    tag,
    manifests: {
      'package.json': JSON.parse(await read('package.json')),
      'package-lock.json': JSON.parse(await read('package-lock.json')),
      'jsr.json': JSON.parse(await read('jsr.json')),
    },
    changelog: await read('CHANGELOG.md'),
  };
}

if (import.meta.main) {
  const [tag = ''] = process.argv.slice(2);
  const disagreements = findDisagreements(await readRelease(tag));
  for (const disagreement of disagreements) console.error(disagreement);
  process.exitCode = disagreements.length === 0 ? 0 : 1;
}
