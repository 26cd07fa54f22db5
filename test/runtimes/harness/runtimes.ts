import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../../support/project-root.ts';
import { runCommand } from '../../support/run-command.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import type { RuntimeName } from '../cases/case.ts';
import { openPageServer } from './page-server.ts';
import type { Project } from './project.ts';
import { startProgram } from './start-program.ts';

/** Lets a build of the package run the cases; what it opened ends with it. */
export type Start = (
  command: string,
  project: Project,
  controlUrl: string,
  stack: AsyncDisposableStack,
) => Promise<{ readonly ended: Promise<never> }>;

export interface Runtime {
  readonly name: RuntimeName;
  /** Programs to look for, the first that answers is taken. */
  readonly commands: readonly string[];
  /** How it is had. */
  readonly source: string;
  readonly builds: Readonly<Record<string, Start>>;
}

const inModules = (path: string) => join(projectRoot, 'node_modules', path);

/** A program that runs a file and is given the address of the harness. */
const runFile =
  (file: 'esm' | 'commonJs' | 'nodeFetch', ...flags: string[]): Start =>
  async (command, project, controlUrl, stack) =>
    stack.use(
      startProgram(command, [
        ...flags.map((flag) => flag.replace('{folder}', dirname(project[file]))),
        project[file],
        controlUrl,
      ]),
    );

const node = (name: RuntimeName, folder: string): Runtime => ({
  name,
  commands: [inModules(`${folder}/bin/node`)],
  source: 'npm ci',
  builds: {
    ESM: runFile('esm'),
    CommonJS: runFile('commonJs'),
    createNodeFetch: runFile('nodeFetch'),
  },
});

const workerdConfig = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .cases),
    (name = "internet", network = (allow = ["public", "private", "local"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const cases :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.mjs")],
  compatibilityDate = "2026-01-01",
);
`;

const startWorkerd: Start = async (command, project, controlUrl, stack) => {
  const config = join(project.worker, '../config.capnp');
  await writeFile(config, workerdConfig);
  const program = stack.use(startProgram(command, ['serve', '--control-fd=3', config]));
  const { port } = JSON.parse(await Promise.race([program.firstLine, program.ended]));
  const url = `http://127.0.0.1:${port}/`;
  const answer = fetch(`${url}?control=${encodeURIComponent(controlUrl)}`).then(async (response) =>
    response.ok ? program.ended : Promise.reject(new Error(await response.text())),
  );
  answer.catch(() => undefined);
  return { ended: answer };
};

/** A browser that opens a page of its own and needs nobody to drive it. */
const openPage =
  (
    folder: 'bundledPage' | 'singleFilePage',
    toArguments: (profile: string, url: string) => string[],
  ): Start =>
  async (command, project, controlUrl, stack) => {
    const server = stack.use(await openPageServer(project[folder]));
    const profile = stack.use(await createTemporaryFolder()).path;
    await writeFile(join(profile, 'user.js'), firefoxPreferences);
    const home = join(profile, 'home');
    await mkdir(home);
    const args = toArguments(profile, `${server.url}/#${controlUrl}`);
    return stack.use(startProgram(command, args, { env: { HOME: home } }));
  };

/** Nothing that a fresh profile would show or ask for. */
const firefoxPreferences = [
  'user_pref("browser.shell.checkDefaultBrowser", false);',
  'user_pref("browser.aboutwelcome.enabled", false);',
  'user_pref("datareporting.policy.dataSubmissionEnabled", false);',
  'user_pref("app.normandy.enabled", false);',
  'user_pref("app.update.enabled", false);',
].join('\n');

const toChromiumArguments = (profile: string, url: string) => [
  '--headless=new',
  // As root, and in containers, there is no sandbox to be had.
  '--no-sandbox',
  '--no-first-run',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  `--user-data-dir=${profile}`,
  url,
];

const toFirefoxArguments = (profile: string, url: string) => [
  '--headless',
  '--no-remote',
  '--profile',
  profile,
  url,
];

/** Where the spools of the cases are: Deno lets a program into no other folder. */
const files = ['--allow-read={folder}/spools', '--allow-write={folder}/spools'];
const denoFlags = ['run', '--no-prompt', '--allow-net', ...files];

/** Where the cases run, and with which builds of the package. */
export const runtimes: readonly Runtime[] = [
  node('Node 22', 'node-22'),
  node('Node 24', 'node'),
  node('Node 26', 'node-26'),
  {
    name: 'Deno',
    commands: [inModules('.bin/deno')],
    source: 'npm ci',
    builds: {
      ESM: runFile('esm', ...denoFlags),
      createNodeFetch: runFile('nodeFetch', ...denoFlags),
    },
  },
  {
    name: 'Bun',
    commands: [inModules('.bin/bun')],
    source: 'npm ci',
    builds: {
      ESM: runFile('esm', 'run'),
      CommonJS: runFile('commonJs', 'run'),
      createNodeFetch: runFile('nodeFetch', 'run'),
    },
  },
  {
    name: 'workerd',
    commands: [inModules('.bin/workerd')],
    source: 'npm ci',
    builds: { 'Worker bundled by esbuild': startWorkerd },
  },
  {
    name: 'Chromium',
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    source: 'apt-get install chromium',
    builds: {
      'page bundled by Vite': openPage('bundledPage', toChromiumArguments),
      'single file': openPage('singleFilePage', toChromiumArguments),
    },
  },
  {
    name: 'Firefox',
    commands: ['firefox-esr', 'firefox'],
    source: 'apt-get install firefox-esr',
    builds: {
      'page bundled by Vite': openPage('bundledPage', toFirefoxArguments),
      'single file': openPage('singleFilePage', toFirefoxArguments),
    },
  },
];

/** A runtime on this machine. */
export interface FoundRuntime {
  readonly runtime: Runtime;
  /** The program, where there is one. */
  readonly command?: string;
  /** What it says of itself. */
  readonly version?: string;
}

export function findRuntimes(): Promise<readonly FoundRuntime[]> {
  return Promise.all(runtimes.map(findRuntime));
}

async function findRuntime(runtime: Runtime): Promise<FoundRuntime> {
  for (const command of runtime.commands) {
    try {
      const { code, stdout } = await runCommand(command, ['--version']);
      const [version = ''] = stdout.trim().split('\n');
      if (code === 0) return { runtime, command, version };
    } catch {
      // It is not there: the next one may be.
    }
  }
  return { runtime };
}
