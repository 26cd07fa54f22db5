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
  readonly worker: string;
  /** Folders that a web server serves. */
  readonly bundledPage: string;
  readonly singleFilePage: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const esm = `
import process from 'node:process';
import * as sdk from 'promptcrafter-client';
import { createLogQueue } from 'promptcrafter-client/queue';
import { openSpool } from 'promptcrafter-client/queue/spool';
import { runCases } from './cases.mjs';
const openNew = () => openSpool(import.meta.dirname + '/spools/' + crypto.randomUUID());
await runCases(sdk, { createLogQueue, openSpool: openNew }, process.argv[2]);
`;

const commonJs = `
const sdk = require('promptcrafter-client');
const { createLogQueue } = require('promptcrafter-client/queue');
const { openSpool } = require('promptcrafter-client/queue/spool');
const openNew = () => openSpool(__dirname + '/spools/' + crypto.randomUUID());
const queues = { createLogQueue, openSpool: openNew };
import('./cases.mjs').then(({ runCases }) => runCases(sdk, queues, process.argv[2]));
`;

const worker = `
import * as sdk from 'promptcrafter-client';
import { createLogQueue } from 'promptcrafter-client/queue';
import { runCases } from './cases.mjs';
// At the top of a module a queue does nothing that workerd would refuse there.
createLogQueue(new sdk.PromptCrafterClient());
export default {
  async fetch(request) {
    await runCases(sdk, { createLogQueue }, new URL(request.url).searchParams.get('control'));
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

const main = (specifier: string, queue: string) => `
import * as sdk from '${specifier}';
import { createLogQueue } from '${queue}';
import { runCases } from './cases.mjs';
runCases(sdk, { createLogQueue }, location.hash.slice(1), globalThis.complaints).catch((error) =>
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
  await writeFile(join(project, 'main.mjs'), esm);
  await writeFile(join(project, 'main.cjs'), commonJs);
  return {
    esm: join(project, 'main.mjs'),
    commonJs: join(project, 'main.cjs'),
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
  await writeFile(
    join(root, 'main.js'),
    main('promptcrafter-client', 'promptcrafter-client/queue'),
  );
  await copyFile(join(project, 'cases.mjs'), join(root, 'cases.mjs'));
  await buildPage({ root, configFile: false, logLevel: 'error' });
  return join(root, 'dist');
}

async function writeSingleFilePage({ project, elsewhere }: InstalledPackage): Promise<string> {
  const name = 'promptcrafter-client.js';
  await writeFile(join(elsewhere, 'index.html'), page);
  await writeFile(join(elsewhere, 'watch.js'), watch);
  await writeFile(join(elsewhere, 'main.js'), main(`./${name}`, './queue.js'));
  await bundleQueue(project, join(elsewhere, 'queue.js'));
  await copyFile(join(project, 'cases.mjs'), join(elsewhere, 'cases.mjs'));
  await copyFile(
    join(project, 'node_modules/promptcrafter-client/dist', name),
    join(elsewhere, name),
  );
  return elsewhere;
}

/** The queue is no part of the single file: a page without a bundler brings it along as another. */
async function bundleQueue(project: string, outfile: string): Promise<void> {
  const entry = join(project, 'node_modules/promptcrafter-client/dist/queue/index.js');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', target: 'es2022' });
}
