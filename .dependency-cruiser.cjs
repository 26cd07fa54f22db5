/** The layers of src/: which part may import which. CONTRIBUTING.md shows them as a table. */

/** Every import of `from` leads to one of `to`, be it a file of ours, a package or a Node module. */
function allowOnly(name, from, to, comment) {
  const allowed = to.join('|') || '^$';
  return { name, comment, severity: 'error', from: { path: from }, to: { pathNot: allowed } };
}

const ky = '(^|/)ky(/|$)';
const zodCore = '(^|/)zod/v4/core(/|$)';
const zodMini = '(^|/)zod/mini(/|$)';
const hono = '(^|/)(hono|@hono/node-server)(/|$)';
const msw = '(^|/)msw(/|$)';

module.exports = {
  forbidden: [
    allowOnly(
      'index-lists-names',
      '^src/index\\.ts$',
      ['^src/(client|create-logs|errors|options)\\.ts$', '^src/(schemas|transport)/'],
      'index.ts names what the parts of the client export.',
    ),
    allowOnly(
      'client-uses-parts',
      '^src/client\\.ts$',
      ['^src/(create-logs|endpoints|errors|options)\\.ts$', '^src/(schemas|transport)/'],
      'client.ts puts the parts together and needs nothing else.',
    ),
    allowOnly(
      'endpoints-describe-calls',
      '^src/endpoints\\.ts$',
      ['^src/(schemas|transport)/'],
      'endpoints.ts says what the API takes and gives, and makes no call.',
    ),
    allowOnly(
      'create-logs-makes-calls-by-one',
      '^src/create-logs\\.ts$',
      ['^src/(errors|options)\\.ts$', '^src/schemas/', '^src/transport/to-error\\.ts$'],
      'create-logs.ts is given what creates one log.',
    ),
    allowOnly(
      'options-use-transport',
      '^src/options\\.ts$',
      ['^src/errors\\.ts$', '^src/transport/'],
      'options.ts resolves what the transport is told.',
    ),
    allowOnly(
      'errors-import-nothing',
      '^src/errors\\.ts$',
      [],
      'errors.ts is one page that needs nothing.',
    ),
    allowOnly(
      'schemas-import-zod-only',
      '^src/schemas/',
      ['^src/schemas/', zodCore],
      'Schemas describe data and know nothing of the client.',
    ),
    allowOnly(
      'transport-imports-errors-only',
      '^src/transport/',
      ['^src/transport/', '^src/errors\\.ts$', ky],
      'The transport carries calls and knows no endpoint and no record.',
    ),
    {
      name: 'ky-in-http-only',
      comment: 'ky is an implementation detail of one file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/transport/http\\.ts$' },
      to: { path: ky },
    },
    {
      name: 'testing-is-apart',
      comment: 'The test API describes the server on its own: of the client it sees the schemas.',
      severity: 'error',
      from: { path: '^src/testing/' },
      to: {
        pathNot: ['^src/(testing|schemas)/', zodMini, hono, msw],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'serve-uses-testing',
      comment: 'The program serves the test API; of the client it knows nothing.',
      severity: 'error',
      from: { path: '^src/serve/' },
      to: {
        pathNot: ['^src/(serve|testing)/', '^package\\.json$', zodMini, hono],
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: 'node-in-node-files-only',
      comment: 'What runs in browsers too imports nothing of Node; a file that does says so.',
      severity: 'error',
      from: { path: '^src/', pathNot: '(^|/)[^/]*\\bnode\\b[^/]*$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'examples-use-the-package',
      comment: 'An example imports what a user can import.',
      severity: 'error',
      // The tests of the dashboard are tests too, with the support that all have.
      from: { path: '^examples/', pathNot: '^examples/dashboard/test/' },
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
        pathNot:
          '^src/((index|client|create-logs|endpoints|errors|options)\\.ts$|(schemas|transport|testing|serve)/)',
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
    exclude: { path: ['^test/package/consumers/', '^examples/dashboard/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
