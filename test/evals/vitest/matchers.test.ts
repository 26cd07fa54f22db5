import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../support/project-root.ts';
import { runNode } from '../../support/run-command.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const folder = join(projectRoot, 'test/evals/vitest');
const versions = [
  ['4', join(folder, 'vitest-4')],
  ['5', projectRoot],
] as const;

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

describe.each(versions)('the matchers in vitest %s', (_version, home) => {
  const results = new Map<string, { status: string; message: string }>();

  beforeAll(async () => {
    const cli = join(home, 'node_modules/vitest/vitest.mjs');
    const config = join(folder, 'fixture.config.ts');
    await using temporary = await createTemporaryFolder();
    const output = join(temporary.path, 'report.json');
    const args = ['run', '--root', folder, '--config', config, '--outputFile', output];
    await runNode([cli, ...args], { cwd: home });
    const report = JSON.parse(await readFile(output, 'utf8')) as Report;
    for (const { title, status, failureMessages } of report.testResults[0]?.assertionResults ??
      []) {
      const [line = ''] = failureMessages ?? [];
      results.set(title, { status, message: line.split('\n    at ')[0] ?? '' });
    }
  });

  it.each([
    ['passes', 'passed'],
    ['passes, negated', 'passed'],
    ['fails', 'failed'],
    ['fails, negated', 'failed'],
    ['fails where it is inconclusive', 'failed'],
    ['is skipped where that is wanted', 'skipped'],
    ['fails what is no comparison', 'failed'],
    ['compares runs', 'passed'],
    ['shows the worst answers', 'failed'],
    ['shows the worst trial, and why rows failed', 'failed'],
    ['fails without a baseline', 'failed'],
  ])('%s', (title, status) => {
    expect(results.get(title)?.status).toBe(status);
  });

  it('say what is wrong, and show the three worst cases', () => {
    expect(results.get('fails')?.message).toBe(
      [
        'Error: The gate (b at most 1 point worse) says fail. b is worse: over 7 cases it scores 1.86 points less than a (95 % interval -3 to -1, p = 0.016).',
        'Worst cases:',
        '  0 -4, from 5 to 1',
        '  1 -3, from 5 to 2',
        '  2 -2, from 5 to 3',
      ].join('\n'),
    );
    expect(results.get('shows the worst answers')?.message).toContain(
      '  case-2 -6, from 7 to 1: second \\u001b[31m\n',
    );
    const { message } = results.get('shows the worst trial, and why rows failed') ?? {};
    expect(message).toContain('  case-1 -2.5, from 7 to 4.5: the worst of three');
    expect(message).toContain(
      'Failed:\n  case-1, prompt102, trial 3: task: Status 500. \\u001b[31m',
    );
    expect(results.get('fails what is no comparison')?.message).toContain('awaited');
    expect(results.get('fails without a baseline')?.message).toContain('Label a run');
  });
});

// Those of vitest 5 are held to by `npm run check`.
it('the matchers have types in vitest 4', async () => {
  const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
  const { stdout } = await runNode([tsc, '--project', join(folder, 'tsconfig.4.json')]);
  expect(stdout).toBe('');
});
