import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openBackend } from '../../../src/serve/backend.ts';
import { readGuideCommands } from '../../support/read-guide-commands.ts';
import { runCommand } from '../../support/run-command.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

/** Runs the commands of a guide in the folder of the data. */
async function runShell(commands: string, cwd: string): Promise<void> {
  const { code, stderr } = await runCommand('sh', ['-ec', commands], { cwd });
  // Node 22 warns that its SQLite is experimental.
  expect({
    code,
    stderr: stderr.replace(/^.*(ExperimentalWarning|--trace-warnings).*\n/gm, ''),
  }).toEqual({ code: 0, stderr: '' });
}

it.each([
  ['run-for-a-team.md', '### SQLite'],
  ['serve.md', '### Back up', '### Restore'],
])(
  '%s backs a data file up while it is written to, and restores it',
  async (guide, ...headings) => {
    await using folder = await createTemporaryFolder();
    const [backUp = '', restore = ''] = headings.flatMap((heading) =>
      readGuideCommands(guide, heading),
    );
    const data = join(folder.path, 'promptcrafter.db');
    const served = await openBackend({ data, passwordCost: 2 });
    onTestFinished(() => served.close());
    await served.seed({ users: [{ _id: 'ada' }], prompts: [{ _id: 'prompt104', ownerId: 'ada' }] });
    const toLog = (id: string) => ({
      _id: id,
      promptId: 'prompt104',
      output: 'é\0\ud800🙂',
      modelUsed: 'm',
      createdAt: '',
    });
    await served.store.addLog(toLog('before'));

    const isBackedUp = runShell(backUp, folder.path);
    let count = 0;
    for (let isOver = false; !isOver; count += 1) {
      expect(await served.store.addLog(toLog(`log${count}`))).toBe(true);
      isOver = await Promise.race([
        isBackedUp.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 1, false)),
      ]);
    }
    await served.store.addLog(toLog('after'));
    await served.close();
    await runShell(restore, folder.path);

    const restored = await openBackend({ data, passwordCost: 2 });
    onTestFinished(() => restored.close());
    expect(await restored.store.findLog('before')).toEqual(toLog('before'));
    expect(await restored.store.findLog('after')).toBeUndefined();
  },
);
