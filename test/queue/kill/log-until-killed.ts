/**
 * A program that logs, and is killed by its parent at some moment:
 *
 *     node log-until-killed.ts '{"url":…,"token":…,"folder":…,"from":…,"to":…}'
 *
 * It writes `+7` before it logs the seventh log and `=7` once that is accepted.
 */
import { writeSync } from 'node:fs';
import PromptCrafterClient from '../../../src/index.ts';
import { createLogQueue } from '../../../src/queue/create-log-queue.ts';
import { openSpool } from '../../../src/queue/node-spool.ts';
import { type KillTask, toKillInput } from './kill-task.ts';

const task = JSON.parse(process.argv[2] ?? '') as KillTask;
const { url, token, folder, from, to, prompts, pause } = task;
const tell = (line: string) => writeSync(1, `${line}\n`);

const client = new PromptCrafterClient({
  baseUrl: url,
  token,
  attemptTimeout: task.attemptTimeout,
});
const queue = createLogQueue(client, {
  spool: openSpool(folder),
  logger: { error: (message) => tell(`# ${message}`) },
});
tell(`@ ${queue.stats.pending}`);
for (let index = from; index < to; index += 1) {
  tell(`+${index}`);
  if (!queue.log(toKillInput(index, prompts))) throw new Error('a log was refused');
  tell(`=${index}`);
  if (pause > 0 && index % 5 === 0) await new Promise((resolve) => setTimeout(resolve, pause));
}
const report = await queue.flush({ timeout: 120_000 });
tell(`! ${JSON.stringify(report)}`);
await queue.close();
