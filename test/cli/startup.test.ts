import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runNode } from '../support/run-command.ts';
import { cli } from './serve-process.ts';

/** Says on standard error, at the end, which files were loaded. */
const watch = `
import { registerHooks } from 'node:module';
const urls = [];
registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) });
process.on('exit', () => process.stderr.write(JSON.stringify(urls)));
`;

/** Kilobytes of what a command loads. */
async function measure(args: readonly string[]): Promise<number> {
  const hook = `data:text/javascript,${encodeURIComponent(watch)}`;
  const { code, stderr } = await runNode(['--import', hook, cli, ...args]);
  expect(code).toBe(0);
  const urls: string[] = JSON.parse(stderr);
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url));
  expect(files).toContain(cli);
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000;
}

it.each([
  [['--version'], 150],
  [['--help'], 150],
  [['help', 'logs', 'import'], 180],
  [['eval', '--help'], 180],
  [['completion', 'bash'], 230],
] as const)('%j loads the parser and little else', async (args, most) => {
  expect(await measure(args)).toBeLessThan(most);
});
