import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runNode } from '../../support/run-command.ts';

const program = fileURLToPath(new URL('progress-run.ts', import.meta.url));

it('a run shows on a terminal how far it is, and takes that away at the end', async () => {
  const { stdout, stderr } = await runNode([program, 'terminal']);
  const clear = '\r\u001B[K';
  expect(stderr).toBe(`${clear}a  [2J name: 1 of 1${clear}`);
  expect(stdout).toBe('');
});

it('a run prints nothing elsewhere', async () => {
  expect(await runNode([program])).toEqual({ code: 0, stdout: '', stderr: '' });
});
