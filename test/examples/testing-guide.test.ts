import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { extractSnippets } from '../docs/extract-snippets.ts';
import { projectRoot } from '../support/project-root.ts';

const read = (file: string) =>
  readFile(join(projectRoot, 'examples/testing-your-application', file), 'utf8');

it('shows the files that are run beside it', async () => {
  const snippets = extractSnippets('README.md', await read('README.md'));

  expect(snippets.map(({ code }) => `${code}\n`)).toEqual([
    await read('log-answer.ts'),
    await read('log-answer.test.ts'),
    await read('log-answer-with-msw.test.ts'),
  ]);
});
