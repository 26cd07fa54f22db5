import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { extractSdkScripts } from './extract-sdk-scripts.ts';
import { type TutorialScript, walkScripts } from './walk-scripts.ts';

/**
 * Runs the SDK blocks of a tutorial as its readers do: byte for byte, in an empty folder that holds
 * only the single file of the client. The API knows the token and the prompt that they name.
 *
 * @throws an Error when a block fails or does not print what it promises.
 */
export async function checkPublishedTutorial(
  markdown: string,
  show: (text: string) => void,
): Promise<void> {
  const published = extractSdkScripts(markdown);
  const api = createTestApi();
  const promptIds = new Set(published.flatMap(({ promptId }) => promptId ?? []));
  api.seed({ prompts: Array.from(promptIds, (_id) => ({ _id })) });
  for (const { token } of published) if (token !== undefined) api.acceptToken(token);
  await using server = await api.listen();

  await using folder = await createTemporaryFolder();
  const file = 'promptcrafter-client.js';
  await copyFile(join(projectRoot, 'dist', file), join(folder.path, file));
  const scripts: TutorialScript[] = [];
  for (const [index, { code, promised }] of published.entries()) {
    const name = `script-${index + 1}.js`;
    await writeFile(join(folder.path, name), code);
    scripts.push({ file: name, promised });
  }
  const env = { PROMPTCRAFTER_BASE_URL: server.url };
  await walkScripts(scripts, { cwd: folder.path, env }, show);
}

if (import.meta.main) {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('Name the Markdown file of the tutorial.');
  await checkPublishedTutorial(await readFile(path, 'utf8'), (text) => process.stdout.write(text));
}
