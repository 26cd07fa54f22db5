import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';
import { type InstalledPackage, installPackage } from '../../package/install-package.ts';
import { projectRoot } from '../../support/project-root.ts';

/** A project that has the package from its tarball, and a program for each kind of runtime. */
export interface Project {
  readonly esm: string;
  readonly commonJs: string;
  /** The same as `esm`, over the fetch function of `promptcrafter-client/node`. */
  readonly nodeFetch: string;
  readonly worker: string;
  /** Folders that a web server serves. */
  readonly bundledPage: string;
  readonly singleFilePage: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const roomNames = ['meta', 'prompts', 'observe', 'evals'];

const rooms = [
  ...roomNames.map((name) => `import * as ${name} from 'promptcrafter-client/${name}';`),
  "import { createLogQueue } from 'promptcrafter-client/queue';",
  `export const rooms = { ${roomNames.join(', ')}, queues: { createLogQueue } };`,
].join('\n');

const esm = `
import process from 'node:process';
import * as sdk from 'promptcrafter-client';
import { openSpool } from 'promptcrafter-client/queue/spool';
import { runCases } from './cases.mjs';
import { rooms } from './rooms.mjs';
const openNew = () => openSpool(import.meta.dirname + '/spools/' + crypto.randomUUID());
const queues = { ...rooms.queues, openSpool: openNew };
await runCases(sdk, { ...rooms, queues }, process.argv[2]);
`;

const commonJs = `
const sdk = require('promptcrafter-client');
const { createLogQueue } = require('promptcrafter-client/queue');
const { openSpool } = require('promptcrafter-client/queue/spool');
const openNew = () => openSpool(__dirname + '/spools/' + crypto.randomUUID());
const rooms = {
  ${roomNames.map((name) => `${name}: require('promptcrafter-client/${name}'),`).join('\n  ')}
  queues: { createLogQueue, openSpool: openNew },
};
import('./cases.mjs').then(({ runCases }) => runCases(sdk, rooms, process.argv[2]));
`;

const nodeFetch = `
import process from 'node:process';
import * as sdk from 'promptcrafter-client';
import { createNodeFetch } from 'promptcrafter-client/node';
import { openSpool } from 'promptcrafter-client/queue/spool';
import { runCases } from './cases.mjs';
import { rooms } from './rooms.mjs';
const fetch = createNodeFetch();
class PromptCrafterClient extends sdk.PromptCrafterClient {
  constructor(options) {
    super({ fetch, ...options });
  }
}
const openNew = () => openSpool(import.meta.dirname + '/spools/' + crypto.randomUUID());
const queues = { ...rooms.queues, openSpool: openNew };
await runCases({ ...sdk, PromptCrafterClient }, { ...rooms, queues }, process.argv[2]);
`;

const worker = `
import * as sdk from 'promptcrafter-client';
import { runCases } from './cases.mjs';
import { rooms } from './rooms.mjs';
// At the top of a module a queue does nothing that workerd would refuse there.
rooms.queues.createLogQueue(new sdk.PromptCrafterClient());
export default {
  async fetch(request) {
    await runCases(sdk, rooms, new URL(request.url).searchParams.get('control'));
    return new Response('done');
  },
};
`;

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Cases</title>
    <script src="/watch.js"></script>
    <script type="module" src="/main.js"></script>
  </head>
</html>
`;

/** Comes first on a page, so that nothing goes wrong unseen. */
const watch = `
globalThis.complaints = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
  complaints.push('violates ' + violatedDirective + ': ' + blockedURI + ' ' + sourceFile));
addEventListener('error', ({ message }) => complaints.push('error: ' + message));
addEventListener('unhandledrejection', ({ reason }) => complaints.push('unhandled: ' + reason));
`;

const main = (specifier: string) => `
import * as sdk from '${specifier}';
import { runCases } from './cases.mjs';
import { rooms } from './rooms.mjs';
runCases(sdk, rooms, location.hash.slice(1), globalThis.complaints).catch((error) =>
  globalThis.complaints.push(String(error)));
`;

export async function createProject(): Promise<Project> {
  const installed = await installPackage();
  const { project } = installed;
  await build({
    entryPoints: [join(projectRoot, 'test/runtimes/run-cases.ts')],
    outfile: join(project, 'cases.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
  });
  await writeFile(join(project, 'rooms.mjs'), rooms);
  await writeFile(join(project, 'main.mjs'), esm);
  await writeFile(join(project, 'main.cjs'), commonJs);
  await writeFile(join(project, 'node-fetch.mjs'), nodeFetch);
  return {
    esm: join(project, 'main.mjs'),
    commonJs: join(project, 'main.cjs'),
    nodeFetch: join(project, 'node-fetch.mjs'),
    worker: await bundleWorker(project),
    bundledPage: await bundlePage(project),
    singleFilePage: await writeSingleFilePage(installed),
    [Symbol.asyncDispose]: () => installed[Symbol.asyncDispose](),
  };
}

/** As `wrangler` bundles a Worker. */
async function bundleWorker(project: string): Promise<string> {
  const outfile = join(project, 'worker/worker.mjs');
  await writeFile(join(project, 'worker.mjs'), worker);
  await build({
    entryPoints: [join(project, 'worker.mjs')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['workerd', 'worker', 'browser'],
  });
  return outfile;
}

async function bundlePage(project: string): Promise<string> {
  const root = join(project, 'page');
  await mkdir(join(root, 'public'), { recursive: true });
  await writeFile(join(root, 'index.html'), page);
  await writeFile(join(root, 'public/watch.js'), watch);
  await writeFile(join(root, 'main.js'), main('promptcrafter-client'));
  await copyFile(join(project, 'cases.mjs'), join(root, 'cases.mjs'));
  await copyFile(join(project, 'rooms.mjs'), join(root, 'rooms.mjs'));
  await buildPage({ root, configFile: false, logLevel: 'error' });
  return join(root, 'dist');
}

async function writeSingleFilePage({ project, elsewhere }: InstalledPackage): Promise<string> {
  const name = 'promptcrafter-client.js';
  await writeFile(join(elsewhere, 'index.html'), page);
  await writeFile(join(elsewhere, 'watch.js'), watch);
  await writeFile(join(elsewhere, 'main.js'), main(`./${name}`));
  await copyFile(join(project, 'cases.mjs'), join(elsewhere, 'cases.mjs'));
  // There is no single file of a room: a page that wants one bundles it.
  await build({
    entryPoints: [join(project, 'rooms.mjs')],
    outfile: join(elsewhere, 'rooms.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
  });
  await copyFile(
    join(project, 'node_modules/promptcrafter-client/dist', name),
    join(elsewhere, name),
  );
  return elsewhere;
}
