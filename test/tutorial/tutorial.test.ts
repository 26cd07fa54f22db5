import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { checkPublishedTutorial } from './check-published-tutorial.ts';
import { walkScripts } from './walk-scripts.ts';

const ignore = () => undefined;

/** A tutorial with one script in each place that could be mistaken for one of the SDK's. */
const toTutorial = (...scripts: string[]) => `
# Count your logs

#### **Python**

##### **SDK**

\`\`\`python
raise SystemExit('not JavaScript')
\`\`\`

#### **JavaScript**

##### **SDK**

${scripts.map((script) => `\`\`\`javascript\n${script}\`\`\`\n`).join('\n')}
##### **\`fetch\`**

\`\`\`javascript
throw new Error('not the SDK');
\`\`\`

## Next steps

\`\`\`javascript
throw new Error('not in a tab');
\`\`\`
`;

const save = `import PromptCrafterClient from './promptcrafter-client.js';

const token = "a-token-of-yours";
const promptId = 'a-prompt-of-yours';
const client = new PromptCrafterClient({ token });
const { promptId: id } = await client.createLog({ promptId, output: 'Yes.', modelUsed: 'm' });
console.log(\`Saved (for prompt \${id}).\`);
`;

const count = `import PromptCrafterClient from './promptcrafter-client.js';

const client = new PromptCrafterClient({ token: 'wrong' });
const token = 'a-token-of-yours';
client.setToken(token);
const logs = await client.getLogs();
console.log(\`Counted \${logs.length}.\`);
`;

describe('the tutorial of this project', () => {
  it('logs an output and finds it', async () => {
    const { code, stdout, stderr } = await runNode(['test/tutorial/run-tutorial.ts'], {
      cwd: projectRoot,
    });
    expect(stdout).toMatch(/^Log saved successfully with ID: log101$/m);
    expect(stdout).toMatch(/^Found 1 log\(s\) for prompt ID prompt101:$/m);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each([
    ['prints something else', "console.log('Failed');", /printed no line like \/\^Saved/],
    ['fails after its line', "console.log('Saved'); process.exit(3);", /it ended with 3/],
  ])('fails when a script %s', async (_case, source, message) => {
    await using folder = await createTemporaryFolder();
    await writeFile(join(folder.path, 'script.js'), source);
    const scripts = [{ file: 'script.js', promised: /^Saved/ }];
    await expect(walkScripts(scripts, { cwd: folder.path }, ignore)).rejects.toThrow(message);
  });
});

describe('a published tutorial', () => {
  it('runs the JavaScript blocks of the SDK, one after the other', async () => {
    let shown = '';
    await checkPublishedTutorial(toTutorial(save, count), (text) => {
      shown += text;
    });
    expect(shown).toBe(
      '$ node script-1.js\nSaved (for prompt a-prompt-of-yours).\n$ node script-2.js\nCounted 1.\n',
    );
  });

  it.each([
    ['a block throws', `${save}throw new Error('late');\n`, /it ended with 1/],
    ['a block reports a failure', save.replace("'Yes.'", '5'), /it ended with 1/],
    [
      'a block prints another line',
      save.replace('console', "console.log('Done.');\nif (id === '') console"),
      /printed no line like/,
    ],
    ['a block prints nothing to check', 'void 0;\n', /logs no template/],
  ])('fails when %s', async (_case, script, message) => {
    await expect(checkPublishedTutorial(toTutorial(script), ignore)).rejects.toThrow(message);
  });

  it('fails when it has no block for the SDK', async () => {
    const message = /no JavaScript block/;
    await expect(checkPublishedTutorial(toTutorial(), ignore)).rejects.toThrow(message);
  });
});
