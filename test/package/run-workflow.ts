import { copyFile, cp, glob, mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runCommand } from '../support/run-command.ts';
import { fillIn, type Job, type Workflow } from './workflow.ts';

export interface RunOptions {
  /** The tree that is checked out. */
  readonly tree: string;
  /** An empty folder, in which each job gets one of its own. */
  readonly folder: string;
  /** What the event says: `ref_name`, `repository`. */
  readonly github: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

export interface WorkflowRun {
  /** The commands that succeeded, as they are written. */
  readonly done: readonly string[];
  /** The one that failed, and what it said. */
  readonly failed?: { readonly command: string; readonly output: string };
}

/** Runs a workflow as GitHub does: each job in a folder of its own, once the one that it needs is done. */
export async function runWorkflow(workflow: Workflow, options: RunOptions): Promise<WorkflowRun> {
  const done: string[] = [];
  const finished = new Set<string | undefined>([undefined]);
  let waiting = workflow.jobs;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => finished.has(needs));
    if (ready.length === 0) throw new Error('a job needs one that there is not');
    // Those that may begin together may end in any order.
    for (const job of ready.toReversed()) {
      const failed = await runJob(job, options, done);
      if (failed) return { done, failed };
    }
    for (const { name } of ready) finished.add(name);
    waiting = waiting.filter((job) => !ready.includes(job));
  }
  return { done };
}

async function runJob(
  job: Job,
  options: RunOptions,
  done: string[],
): Promise<WorkflowRun['failed']> {
  const cwd = join(options.folder, job.name);
  await mkdir(cwd);
  for (const { run, uses, settings } of job.steps) {
    if (run === undefined) {
      await act(uses?.replace(/@.*/, ''), settings, cwd, options);
      continue;
    }
    const env = {
      ...options.env,
      ...rename(options.github, (name) => `GITHUB_${name.toUpperCase()}`),
      ...rename(
        settings,
        (name) => name,
        (value) => fillIn(value, options.github),
      ),
    };
    const { code, stdout, stderr } = await runCommand('sh', ['-e', '-c', run], { cwd, env });
    if (code !== 0) return { command: run, output: stdout + stderr };
    done.push(run);
  }
  return undefined;
}

const rename = (
  record: Readonly<Record<string, string>>,
  toName: (name: string) => string,
  toValue = (value: string) => value,
) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [toName(name), toValue(value)]));

async function act(
  action: string | undefined,
  settings: Readonly<Record<string, string>>,
  cwd: string,
  { tree, folder }: RunOptions,
): Promise<void> {
  const artifact = join(folder, `artifact-${settings.name}`);
  if (action === 'actions/checkout') await cp(tree, cwd, { recursive: true });
  else if (action === 'actions/download-artifact') await cp(artifact, cwd, { recursive: true });
  else if (action === 'actions/upload-artifact') {
    await mkdir(artifact);
    for await (const file of glob(settings.path ?? '', { cwd })) {
      await copyFile(join(cwd, file), join(artifact, basename(file)));
    }
  } else throw new Error(`what ${action} does is not known`);
}
