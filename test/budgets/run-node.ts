import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder in a fresh process, and delivers what it prints as JSON. */
export function runNode<T>(file: string, options: readonly string[] = []): T {
  const path = fileURLToPath(new URL(file, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [...options, path], { encoding: 'utf8' }));
}
