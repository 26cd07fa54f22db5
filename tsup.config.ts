import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { defineConfig, type Options } from 'tsup';
import { type Entry, entries, pageSources } from './scripts/entries.ts';
import { writeDescriptions } from './scripts/write-descriptions.ts';

type EsbuildPlugin = NonNullable<Options['esbuildPlugins']>[number];

/** zod keeps its configuration on `globalThis`; a bundled copy has one of its own. */
const isolateZod: EsbuildPlugin = {
  name: 'isolate-zod',
  setup(build) {
    build.onLoad({ filter: /zod\/v4\/core\/(core|registries)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: `const isolated = {};\n${source.replaceAll('globalThis', 'isolated')}` };
    });
  },
};

/** Packages in CommonJS ask for Node's modules by `require`, which no module has. */
const requireBuiltins: EsbuildPlugin = {
  name: 'require-builtins',
  setup(build) {
    build.onResolve({ filter: /^[a-z]/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (kind !== 'require-call' || !builtinModules.includes(name)) return undefined;
      return { path: name, namespace: 'builtin' };
    });
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule('node:${path}');`,
    }));
  },
};

/** `require()` delivers the class itself, with every export on it, `default` included. */
const commonJsFooter = `
module.exports = Object.defineProperties(
  PromptCrafterClient,
  Object.getOwnPropertyDescriptors(module.exports),
);`;

/** Declares what the footer does; tsup's own copy of the ESM declarations would not. */
function writeCommonJsDeclarations(): void {
  const source = readFileSync('dist/index.d.ts', 'utf8');
  const at = source.indexOf('\nexport { ');
  const names = source
    .slice(at)
    .replace(/export (type )?\{|\};/g, ',')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('PromptCrafterClient'));
  writeFileSync(
    'dist/index.d.cts',
    `${source.slice(0, at)}
import Itself = PromptCrafterClient;
declare namespace PromptCrafterClient {
  export { Itself as PromptCrafterClient, Itself as default, ${names.join(', ')} };
}
export = PromptCrafterClient;
`,
  );
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

if (isMainThread) {
  // tsup's own `clean` would have one build delete what another has written.
  rmSync('dist', { recursive: true, force: true });
  writeDescriptions('dist', version);
  // Declarations are the last thing that tsup writes, and it calls nobody after it.
  process.once('exit', (code) => {
    if (code === 0 && existsSync('dist/index.d.ts')) writeCommonJsDeclarations();
  });
}

/** The single file travels alone, so that it names what it is and whose work it contains. */
const notice = `/*! promptcrafter-client ${version}, MIT. Contains zod, MIT, Copyright (c) 2025 Colin McDonnell, and ky, MIT, Copyright (c) Sindre Sorhus. */`;

const shared: Options = {
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/, 'pg-native', ...entries.flatMap(({ peers }) => peers)],
  noExternal: [
    'commander',
    'ky',
    /^zod/,
    /^@noble/,
    /^hono/,
    /^pg(?!-native$)/,
    /^@modelcontextprotocol/,
  ],
  removeNodeProtocol: false,
  esbuildPlugins: [isolateZod, requireBuiltins],
  esbuildOptions(options) {
    options.chunkNames = 'chunks/[name]-[hash]';
    // `@modelcontextprotocol/server` brings another checker by it, half as large and without `Function()`.
    options.conditions = ['browser', ...(options.conditions ?? [])];
  },
};

/** Sources by output, of the entries that a condition picks. */
const pick = (isPicked: (entry: Entry) => boolean) =>
  Object.fromEntries(entries.filter(isPicked).map(({ output, source }) => [output, source]));

const client = pick(({ path }) => path === '.');
/** What runs on Node alone, and brings more of zod with it than a page should download. */
const isForNode = ({ output }: Entry) => ['serve', 'mcp', 'cli'].includes(output);
/** All others share what they have in common, where modules can. */
const rooms = pick(
  (entry) => entry.path !== '.' && entry.formats.includes('esm') && !isForNode(entry),
);
const typedRooms = pick(
  ({ path, formats }) => ![undefined, '.'].includes(path) && formats.includes('esm'),
);
const commonJsRooms = pick(({ path, formats }) => path !== '.' && formats.includes('cjs'));

/** Queues and servers can be disposed of: TypeScript knows that in a library that pages have to ask for. */
const banner = '/// <reference lib="esnext.disposable" />';

export default defineConfig([
  {
    ...shared,
    entry: client,
    format: ['esm', 'cjs'],
    // What is imported when it is needed stays in the file, so that there is one.
    splitting: false,
    dts: { entry: client },
    footer: ({ format }) => (format === 'cjs' ? { js: commonJsFooter } : {}),
  },
  { ...shared, entry: rooms, format: ['esm'], dts: { entry: typedRooms, banner } },
  { ...shared, entry: pick(isForNode), format: ['esm'] },
  { ...shared, entry: commonJsRooms, format: ['cjs'], dts: { entry: commonJsRooms, banner } },
  {
    ...shared,
    entry: pick(({ formats }) => formats.includes('single')),
    format: ['esm'],
    splitting: false,
    // terser after esbuild: together they save 1 % more than either.
    esbuildOptions(options) {
      options.minifySyntax = true;
      options.minifyIdentifiers = true;
    },
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
    banner: { js: notice },
  },
  {
    // The page of `serve`, which nothing imports.
    ...shared,
    entry: pageSources,
    format: ['esm'],
    platform: 'browser',
    minify: true,
    loader: { '.html': 'copy', '.svg': 'copy' },
    esbuildOptions(options) {
      options.chunkNames = 'page/[name]-[hash]';
    },
  },
]);
