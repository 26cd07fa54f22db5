import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { guides } from '../../scripts/add-guides.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/temporary-folder.ts';

interface Page {
  readonly html: string;
  /** Where a link can lead to within it. */
  readonly anchors: ReadonlySet<string>;
}

let folder: TemporaryFolder;
let build: { readonly code: number | null; readonly output: string };
const pages = new Map<string, Page>();
let files: Set<string>;

beforeAll(async () => {
  folder = await createTemporaryFolder();
  const typedoc = join(projectRoot, 'node_modules/typedoc/bin/typedoc');
  const { code, stdout, stderr } = await runNode([typedoc, '--out', folder.path], {
    cwd: projectRoot,
  });
  build = { code, output: stdout + stderr };
  files = new Set(await readdir(folder.path, { recursive: true }));
  for (const file of files) {
    if (!file.endsWith('.html')) continue;
    const html = await readFile(join(folder.path, file), 'utf8');
    pages.set(file, { html, anchors: new Set(findAll(html, / id="([^"]+)"/g)) });
  }
}, 180_000);
afterAll(() => folder[Symbol.asyncDispose]());

const findAll = (text: string, pattern: RegExp) =>
  Array.from(text.matchAll(pattern), ([, found = '']) => found.replaceAll('&amp;', '&'));

/** What the sidebar shows, in its order. */
async function readNavigation(): Promise<{ text: string; path?: string }[]> {
  const script = await readFile(join(folder.path, 'assets/navigation.js'), 'utf8');
  const [, data = ''] = /"([^"]+)"/.exec(script) ?? [];
  return JSON.parse(inflateSync(Buffer.from(data, 'base64')).toString());
}

it('is built without warnings', () => {
  expect(build).toMatchObject({
    code: 0,
    output: expect.not.stringMatching(/\[(warning|error)\]/),
  });
});

it('has only links that lead somewhere', () => {
  const broken: string[] = [];
  for (const [file, { html }] of pages) {
    for (const link of findAll(html, /<a\b[^>]* href="([^"]*)"/g)) {
      if (!URL.canParse(link) && !leadsSomewhere(file, link)) broken.push(`${file}: ${link}`);
    }
  }
  expect(pages.size).toBeGreaterThan(guides.length);
  expect(broken).toEqual([]);
});

function leadsSomewhere(file: string, link: string): boolean {
  const url = new URL(link, `site:/${file}`);
  const target = decodeURIComponent(url.pathname.slice(1));
  const anchor = decodeURIComponent(url.hash.slice(1));
  if (!files.has(target)) return false;
  return anchor === '' || pages.get(target)?.anchors.has(anchor) === true;
}

it('begins its navigation with the guides', async () => {
  const titles: string[] = [];
  for (const guide of guides) {
    const [title = ''] = findAll(await readFile(join(projectRoot, guide), 'utf8'), /^# (.+)$/gm);
    titles.push(title);
  }
  const shown = await readNavigation();
  expect(shown.slice(0, titles.length).map(({ text }) => text)).toEqual(titles);
  expect(shown.filter(({ path = '' }) => !pages.has(path))).toEqual([]);
});

it('shows the README first', () => {
  expect(pages.get('index.html')?.html).toContain('The official JavaScript and TypeScript SDK');
});

it('gives every page one heading', () => {
  for (const [file, { html }] of pages) {
    expect({ file, headings: html.match(/<h1\b/g)?.length }).toEqual({ file, headings: 1 });
  }
});
