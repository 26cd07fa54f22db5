import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** The built page, by the names of its files. There is none where the package has not been built. */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const folder = findPageFolder(new URL('.', import.meta.url));
  if (!folder) return new Map();
  return new Map(
    readdirSync(folder).flatMap((name) => {
      const type = types[name.slice(name.lastIndexOf('.') + 1)];
      if (type === undefined) return [];
      const content = new Uint8Array(readFileSync(new URL(name, folder)));
      const hash = createHash('sha256').update(content).digest('base64url').slice(0, 22);
      return [[name, { content, type, etag: `"${hash}"` }]];
    }),
  );
}

/** The code may lie anywhere in the package, as a source or in a part that the bundler named. */
function findPageFolder(from: URL): URL | undefined {
  if (existsSync(fileURLToPath(new URL('package.json', from)))) {
    const folder = new URL('dist/page/', from);
    return existsSync(fileURLToPath(new URL('index.html', folder))) ? folder : undefined;
  }
  const above = new URL('..', from);
  return above.href === from.href ? undefined : findPageFolder(above);
}
