import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { input } from './records.ts';

const folder = new URL('../', import.meta.url);
const installed = new URL('node_modules/', folder);
/** Beside the installed packages, so that scripts there find them. */
const scratch = new URL('.scratch/', installed);

/** A client in the benchmark, and the files that run it. */
export interface Contestant {
  readonly name: string;
  /** Exports `createClient`. */
  readonly client: string;
  /** Creates one log. */
  readonly script: string;
  /** Imports what the client imports. */
  readonly imports: string;
}

/** Installs the other clients, unless what is there is what the lock file says. */
export function installPeers(): void {
  const marker = new URL('.package-lock.json', installed);
  const lock = new URL('package-lock.json', folder);
  if (!existsSync(marker) || statSync(marker).mtimeMs < statSync(lock).mtimeMs) {
    console.log('Installing the clients to compare with …');
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'], {
      cwd: folder,
      stdio: 'inherit',
    });
  }
  const ours = new URL('promptcrafter-client', installed);
  if (!existsSync(ours)) symlinkSync(fileURLToPath(new URL('../../', folder)), ours, 'dir');
  mkdirSync(scratch, { recursive: true });
}

/** Writes the files of a client; `ours` is the file that is imported instead of our package. */
export function createContestant(name: string, source: string, ours?: string): Contestant {
  const text = readFileSync(new URL(`clients/${source}.js`, folder), 'utf8').replace(
    "'promptcrafter-client'",
    ours === undefined ? "'promptcrafter-client'" : `'${ours}'`,
  );
  const write = (kind: string, content: string): string => {
    const file = new URL(`${name.replace(/\W+/g, '-')}.${kind}.mjs`, scratch);
    writeFileSync(file, content);
    return fileURLToPath(file);
  };
  const cpu = 'const { user, system } = process.cpuUsage();';
  return {
    name,
    client: write('client', text),
    // The client's own file, with a call at its end: nothing else is loaded.
    script: write(
      'script',
      `${text}
const { _id } = await createClient(process.argv[2]).createLog(${JSON.stringify(input)});
${cpu}
process.stdout.write(\`\${_id} \${user + system}\`);
`,
    ),
    imports: write(
      'imports',
      `${text.match(/^import .*$/gm)?.join('\n') ?? ''}
${cpu}
process.stdout.write(\`imported \${user + system}\`);
`,
    ),
  };
}
