import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandList } from '../../src/cli/command-list.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { cli } from './serve-process.ts';

const run = (...args: string[]) => runNode([cli, ...args]);

/** The words that call each command, groups left out. */
const calls = commandList.flatMap(({ name, commands }) =>
  commands ? commands.map((command) => [name, command.name]) : [[name]],
);

it.each([[], ['--help'], ['-h'], ['help']])('lists its commands: %j', async (...args) => {
  const { code, stdout, stderr } = await run(...args);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const { name, summary } of commandList) {
    expect(stdout).toMatch(new RegExp(`^  ${name}\\b.*`, 'm'));
    expect(stdout.replace(/\s+/g, ' ')).toContain(summary);
  }
});

it.each(calls.map((words) => [words]))('explains %j with an example', async (words) => {
  const { code, stdout, stderr } = await run(...words, '--help');

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: promptcrafter-client ${words.join(' ')}`);
  expect(stdout).toContain(`  $ promptcrafter-client ${words.join(' ')}`);
});

it.each([
  ['help', 'logs', 'export'],
  ['logs', 'help', 'export'],
  ['help', 'eval'],
])('explains a command by help as well: %j %j %j', async (...words) => {
  const called = words.filter((word) => word !== 'help' && word !== undefined);
  const { code, stdout } = await run(...words);
  expect(code).toBe(0);
  expect(stdout).toContain(`Usage: promptcrafter-client ${called.join(' ')} `);
});

it('prints the version of the package', async () => {
  const { version } = JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8'));

  expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  expect((await run('-v')).stdout).toBe(`${version}\n`);
});

describe('arguments that make no sense', () => {
  it.each([
    [['sreve'], "there is no command 'sreve' (did you mean serve?)", ''],
    [['serach', 'tutor'], "there is no command 'serach' (did you mean prompts search?)", ''],
    [['help', 'serach'], "there is no command 'serach' (did you mean prompts search?)", ''],
    [['help', 'logs', 'exprt'], "there is no command 'exprt' (did you mean export?)", ' logs'],
    [['logs', 'help', 'exprt'], "there is no command 'exprt' (did you mean export?)", ' logs'],
    [['list'], "there is no command 'list' (did you mean prompts list or logs list?)", ''],
    [['help', 'zzzzzz'], "there is no command 'zzzzzz'", ''],
    [['serve', '--prot', '1'], "unknown option '--prot' (did you mean --port?)", ' serve'],
    [['--vrsion'], "unknown option '--vrsion' (did you mean --version?)", ''],
  ])(
    'are refused in one line with the nearest that there is: %j',
    async (args, reason, command) => {
      expect(await run(...args)).toEqual({
        code: 3,
        stdout: '',
        stderr: `Failed to read the arguments: ${reason}. See promptcrafter-client${command} --help for what there is.\n`,
      });
    },
  );

  it('are not repeated where they may be secrets', async () => {
    const { code, stderr } = await run('serve', '--password=long-secret');

    expect(code).toBe(3);
    expect(stderr).toContain("unknown option '--password'");
    expect(stderr).not.toContain('long-secret');
  });

  it('move no cursor when they are repeated', async () => {
    expect((await run('\u001b[2Jserve')).stderr).toContain("'\\u001b[2Jserve'");
  });
});
