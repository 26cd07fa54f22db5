import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isMainThread } from 'node:worker_threads';
import { defineConfig, type Options } from 'tsup';

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

if (isMainThread) {
  // tsup's own `clean` would have one build delete what another has written.
  rmSync('dist', { recursive: true, force: true });
  // Declarations are the last thing that tsup writes, and it calls nobody after it.
  process.once('exit', (code) => {
    if (code === 0 && existsSync('dist/index.d.ts')) writeCommonJsDeclarations();
  });
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** The single file travels alone, so that it names what it is and whose work it contains. */
const notice = `/*! promptcrafter-client ${version}, MIT. Contains zod, MIT, Copyright (c) 2025 Colin McDonnell. */`;

const shared: Options = {
  target: 'es2022',
  platform: 'neutral',
  noExternal: ['ky', /^zod/],
  esbuildPlugins: [isolateZod],
  esbuildOptions(options) {
    // decisions/0001 says what that gives.
    options.alias = { ky: './src/client/transport/ky-lite.ts' };
    options.chunkNames = 'chunks/[name]-[hash]';
  },
};

const onNode: Options = { external: [/^node:/], removeNodeProtocol: false };

const testing = { 'testing/index': 'src/testing/index.ts', 'testing/msw': 'src/testing/msw.ts' };

export default defineConfig([
  {
    ...shared,
    entry: { index: 'src/index.ts' },
    format: ['esm', 'cjs'],
    dts: { entry: { index: 'src/index.ts' } },
    footer: ({ format }) => (format === 'cjs' ? { js: commonJsFooter } : {}),
  },
  {
    ...shared,
    ...onNode,
    // Together, since the program serves the API that tests use.
    entry: { ...testing, cli: 'src/cli/cli.ts' },
    format: ['esm'],
    dts: { entry: testing },
  },
  { ...shared, ...onNode, entry: testing, format: ['cjs'], dts: { entry: testing } },
  {
    ...shared,
    entry: { 'promptcrafter-client': 'src/index.ts' },
    format: ['esm'],
    // terser after esbuild: together they save 1 % more than either.
    esbuildOptions(options) {
      shared.esbuildOptions?.(options, { format: 'esm' });
      options.minifySyntax = true;
      options.minifyIdentifiers = true;
    },
    minify: 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 3 } },
    banner: { js: notice },
  },
]);
