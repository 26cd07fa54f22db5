/** The layers of src/: which part may import which. CONTRIBUTING.md shows them as a table. */

const zod = '(^|/)zod/mini(/|$)';
const ky = '(^|/)ky(/|$)';
const hono = '(^|/)(hono|@hono/node-server)(/|$)';
const msw = '(^|/)msw(/|$)';
const pg = '(^|/)(pg|@types/pg)(/|$)';
const mcpServer = '(^|/)@modelcontextprotocol/(server|core)(/|$)';
const sha256 = '(^|/)@noble/hashes(/|$)';

const layer = (...names) => `^src/(${names.join('|')})/`;

/** Every import of `from` leads to one of `to`, be it a file of ours, a package or a Node module. */
function allowOnly(name, from, to, comment) {
  return { name, comment, severity: 'error', from: { path: from }, to: { pathNot: to } };
}

/** The same for a layer that may use Node, whose modules another rule keeps to the files for them. */
function allowOnlyBesideNode(name, from, to, comment) {
  const rule = allowOnly(name, from, to, comment);
  return { ...rule, to: { ...rule.to, dependencyTypesNot: ['core'] } };
}

/** A room stands on core. Of the client it sees types: it is handed one, or what it needs of it. */
function standOnCore(room, ...packages) {
  const rule = allowOnlyBesideNode(
    `${room}-stands-on-core`,
    layer(room),
    [layer(room, 'core', 'files'), ...packages],
    `${room} imports core and files, and of the client its types alone.`,
  );
  return { ...rule, to: { ...rule.to, dependencyTypesNot: ['core', 'type-only'] } };
}

/** The types of its own, of core and of the client: those of another room would tie the two. */
function seeTypesOfClientOnly(room) {
  return {
    name: `${room}-knows-no-other-room`,
    comment: `${room} knows no other room: what two rooms need lives in core.`,
    severity: 'error',
    from: { path: layer(room) },
    to: { path: '^src/', pathNot: [layer(room, 'core', 'client', 'files')] },
  };
}

/** What rooms import beside core. */
const packagesOfRooms = { mcp: [mcpServer, zod, '^package\\.json$'] };

const rooms = ['node', 'queue', 'prompts', 'observe', 'evals', 'mcp', 'transfer'];

module.exports = {
  forbidden: [
    allowOnly(
      'index-lists-names',
      '^src/(index|meta|schemas)\\.ts$',
      [layer('client', 'core')],
      'The entries of the client and of core name what users import.',
    ),
    allowOnly(
      'core-is-pure',
      layer('core'),
      [layer('core'), zod, sha256],
      'core is data and pure functions: it knows no platform, no client and no server.',
    ),
    allowOnlyBesideNode(
      'files-know-node-alone',
      layer('files'),
      [layer('files')],
      'What rooms share of the files of Node knows none of them.',
    ),
    allowOnly(
      'client-imports-core',
      layer('client'),
      [layer('client', 'core'), ky],
      'The client stands on core and ky.',
    ),
    {
      name: 'ky-in-one-file',
      comment: 'ky makes the exchange; what becomes of a call is decided around it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/client/transport/send-once\\.ts$' },
      to: { path: ky, dependencyTypesNot: ['type-only'] },
    },
    ...rooms.map((room) => standOnCore(room, ...(packagesOfRooms[room] ?? []))),
    ...rooms.map(seeTypesOfClientOnly),
    allowOnly(
      'api-imports-core',
      layer('api'),
      [layer('api', 'core'), hono, zod, sha256],
      'The API describes the server on its own, without Node.',
    ),
    allowOnlyBesideNode(
      'testing-imports-api',
      layer('testing'),
      [layer('testing', 'api', 'core'), msw],
      'The test API adds seeds, faults and faces to the API.',
    ),
    {
      ...allowOnlyBesideNode(
        'serve-imports-api',
        layer('serve'),
        [layer('serve', 'api', 'core'), '^package\\.json$', hono, zod, pg],
        'The server keeps what the API stores, and knows nothing of the test API.',
      ),
      from: { path: layer('serve'), pathNot: '^src/serve/page/' },
    },
    allowOnly(
      'page-imports-client',
      '^src/serve/page/',
      ['^src/serve/page/', '^src/index\\.ts$', layer('client', 'evals', 'core')],
      'The page runs in browsers: it uses the client and evals as any page would.',
    ),
    {
      name: 'page-stands-alone',
      comment: 'What serves the page reads its built files. It imports nothing of it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/serve/page/' },
      to: { path: '^src/serve/page/' },
    },
    {
      name: 'node-in-node-files-only',
      comment: 'What runs in browsers too imports nothing of Node; a file that does says so.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['(^|/)[^/]*\\bnode\\b[^/]*$', layer('serve', 'cli', 'node')],
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'examples-use-the-package',
      comment: 'An example imports what a user can import.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(src|test)/', dependencyTypesNot: ['aliased'] },
    },
    {
      name: 'no-cycles',
      comment:
        'Files that import each other are one file. Types may look back: they leave no trace.',
      severity: 'error',
      from: { path: '^(src|test|examples)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-file-has-a-layer',
      comment: 'A file outside the layers would be under none of these rules.',
      severity: 'error',
      from: {},
      to: {
        path: '^src/',
        pathNot: [
          '^src/(index|meta|schemas)\\.ts$',
          layer('core', 'files', 'client', 'api', 'testing', 'serve', 'cli', ...rooms),
        ],
      },
    },
    {
      name: 'imports-resolve',
      comment: 'Rules are about files: an import that leads nowhere would pass them by.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^test/package/consumers/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
