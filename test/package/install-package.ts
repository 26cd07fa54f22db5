import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../support/project-root.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

export interface InstalledPackage {
  /** A project that depends on the package and on nothing else. */
  readonly project: string;
  /** An empty folder beside it. */
  readonly elsewhere: string;
  /** What the tarball holds. */
  readonly files: readonly string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Packs the package as `npm publish` would and installs the tarball without a network. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await createTemporaryFolder();
  const project = join(folder.path, 'project');
  const elsewhere = join(folder.path, 'elsewhere');
  await mkdir(project);
  await mkdir(elsewhere);

  // npm 11 prints a list, npm 12 an object.
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder.path];
  const [packed] = Object.values(JSON.parse(await runNpm(projectRoot, ...packing))) as [
    { filename: string; files: { path: string }[] },
  ];
  await writeFile(join(project, 'package.json'), '{ "private": true }');
  const tarball = join(folder.path, packed.filename);
  await runNpm(project, 'install', tarball, '--offline', '--no-audit', '--no-fund');

  return {
    project,
    elsewhere,
    files: packed.files.map(({ path }) => path),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function runNpm(cwd: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand('npm', args, { cwd });
  if (code !== 0) throw new Error(`Failed to run npm ${args[0]}: ${stderr || stdout}`);
  return stdout;
}
