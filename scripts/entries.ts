/** One thing that users can import, or run. */
export interface Entry {
  /** What stands in `exports`; the program has none. */
  readonly path: `.${string}` | undefined;
  readonly source: string;
  /** Its files in `dist`, without their endings. */
  readonly output: string;
  /**
   * `single`: one minified file without imports, whose types are those of `path: '.'`. `json`: data that
   * the build makes with the source.
   */
  readonly formats: readonly ('esm' | 'cjs' | 'single' | 'json')[];
  /** Packages that its users install beside this one, and that are not bundled. */
  readonly peers: readonly string[];
  /**
   * Bytes that a page with all of the entry may download, minified and gzipped. Whoever has to raise one
   * says in the commit what it is paid for.
   */
  readonly budget: number | undefined;
}

const both = ['esm', 'cjs'] as const;

/**
 * All entries of the package. This list drives the build; the tests hold `exports`, the site and the
 * layer rules to it.
 */
export const entries: readonly Entry[] = [
  {
    path: '.',
    source: 'src/index.ts',
    output: 'index',
    formats: both,
    peers: [],
    budget: 36_000,
  },
  {
    path: './promptcrafter-client.js',
    source: 'src/index.ts',
    output: 'promptcrafter-client',
    formats: ['single'],
    peers: [],
    budget: 34_500,
  },
  {
    path: './meta',
    source: 'src/meta.ts',
    output: 'meta',
    formats: both,
    peers: [],
    budget: 5_000,
  },
  {
    path: './schemas',
    source: 'src/schemas.ts',
    output: 'schemas',
    formats: both,
    peers: [],
    budget: 16_000,
  },
  {
    path: './queue',
    source: 'src/queue/index.ts',
    output: 'queue/index',
    formats: both,
    peers: [],
    budget: 20_800,
  },
  {
    path: './queue/spool',
    source: 'src/queue/node-spool.ts',
    output: 'queue/spool',
    formats: both,
    peers: [],
    budget: undefined,
  },
  {
    path: './node',
    source: 'src/node/index.ts',
    output: 'node',
    formats: both,
    peers: [],
    budget: 5_000,
  },
  {
    path: './prompts',
    source: 'src/prompts/index.ts',
    output: 'prompts',
    formats: both,
    peers: [],
    budget: 10_000,
  },
  {
    path: './observe',
    source: 'src/observe/index.ts',
    output: 'observe',
    formats: both,
    peers: [],
    budget: 14_000,
  },
  {
    path: './ai-sdk',
    source: 'src/observe/ai-sdk.ts',
    output: 'ai-sdk',
    formats: both,
    peers: [],
    budget: 10_000,
  },
  {
    path: './evals',
    source: 'src/evals/index.ts',
    output: 'evals',
    formats: both,
    peers: [],
    budget: 25_000,
  },
  {
    path: './vitest',
    source: 'src/evals/vitest.ts',
    output: 'vitest',
    formats: both,
    peers: ['vitest'],
    budget: undefined,
  },
  {
    path: './transfer',
    source: 'src/transfer/index.ts',
    output: 'transfer',
    formats: both,
    peers: [],
    budget: 19_900,
  },
  {
    path: './transfer/journal',
    source: 'src/transfer/node-import-journal.ts',
    output: 'transfer/journal',
    formats: both,
    peers: [],
    budget: undefined,
  },
  {
    path: './mcp',
    source: 'src/mcp/index.ts',
    output: 'mcp',
    formats: both,
    peers: [],
    budget: undefined,
  },
  {
    path: './testing',
    source: 'src/testing/index.ts',
    output: 'testing/index',
    formats: both,
    peers: [],
    budget: undefined,
  },
  {
    path: './testing/msw',
    source: 'src/testing/msw.ts',
    output: 'testing/msw',
    formats: both,
    peers: ['msw'],
    budget: undefined,
  },
  {
    path: './serve',
    source: 'src/serve/index.ts',
    output: 'serve',
    formats: both,
    peers: [],
    budget: undefined,
  },
  {
    path: './openapi.json',
    source: 'src/api/openapi/create-openapi-document.ts',
    output: 'openapi',
    formats: ['json'],
    peers: [],
    budget: undefined,
  },
  {
    path: './postman.json',
    source: 'scripts/to-postman-collection.ts',
    output: 'postman',
    formats: ['json'],
    peers: [],
    budget: undefined,
  },
  {
    path: undefined,
    source: 'src/cli/cli.ts',
    output: 'cli',
    formats: ['esm'],
    peers: [],
    budget: undefined,
  },
];

/** What the page of `serve` is built of, by the names of its files in `dist`. Nobody imports it. */
export const pageSources: Readonly<Record<string, string>> = {
  'page/main': 'src/serve/page/main.ts',
  'page/compare-worker': 'src/serve/page/compare/compare-worker.ts',
  'page/page': 'src/serve/page/styles/page.css',
  'page/index': 'src/serve/page/index.html',
  'page/icon': 'src/serve/page/icon.svg',
};

/** Bytes that the whole page may download, gzipped. */
export const pageBudget = 62_300;

/** What an entry says in `exports`. */
export function toExports({ output, formats }: Entry): object | string {
  if (formats.includes('json')) return `./dist/${output}.json`;
  const types = formats.includes('single') ? 'index' : output;
  const commonJs = formats.includes('cjs') ? output : 'index';
  return {
    import: { types: `./dist/${types}.d.ts`, default: `./dist/${output}.js` },
    require: { types: `./dist/${types}.d.cts`, default: `./dist/${commonJs}.cjs` },
  };
}
