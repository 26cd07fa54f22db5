import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runNode } from '../../support/run-command.ts';

it('keeps the numbers of logs that are streamed, and not their texts', async () => {
  const program = fileURLToPath(new URL('compare-many.ts', import.meta.url));
  // 600 MB of texts.
  const { code, stdout } = await runNode(['--max-old-space-size=64', program]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'better 20000 20000' });
});
