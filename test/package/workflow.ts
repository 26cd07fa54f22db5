import { runInNewContext } from 'node:vm';

/** One step of a job: a command, or an action of somebody else. */
export interface Step {
  readonly run?: string;
  readonly uses?: string;
  /** What stands below `env:` and `with:`. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name: string;
  /** The job that must have succeeded before, if any. */
  readonly needs: string | undefined;
  /** `id-token: write`, and the like. */
  readonly permissions: readonly string[];
  readonly steps: readonly Step[];
}

export interface Workflow {
  /** What starts it: `push: tags: ["v*"]`, in one line. */
  readonly trigger: string;
  /** What holds for every job. */
  readonly permissions: readonly string[];
  readonly jobs: readonly Job[];
}

/** What a block holds: the lines behind `name:` that are further in than it. */
function findBlock(text: string, name: string): string {
  const [, margin = '', block = ''] =
    new RegExp(`^( *)${name}:\\n((?:\\1 +.*\\n|\\n)+)`, 'm').exec(text) ?? [];
  return block.replaceAll(new RegExp(`^${margin} {2}`, 'gm'), '');
}

const toPairs = (block: string) =>
  Array.from(block.matchAll(/^([\w.-]+): (.+)$/gm), ([, name = '', value = '']) => [name, value]);

const toPermissions = (block: string) => toPairs(block).map((pair) => pair.join(': '));

/** Reads as much of YAML as the workflows are made of, and refuses what it does not know. */
export function readWorkflow(source: string): Workflow {
  const text = `${source.replaceAll(/ *(^|(?<= ))#.*$/gm, '').replaceAll(/^\s*\n/gm, '')}\n`;
  if (/: [|>]/.test(text)) throw new Error('a command of several lines is not understood');
  const jobs = findBlock(text, 'jobs').split(/^(?=\S)/m);
  return {
    trigger: findBlock(text, 'on').replaceAll(/\s+/g, ' ').trim(),
    permissions: toPermissions(findBlock(text.replace(/^jobs:[\s\S]*/m, ''), 'permissions')),
    jobs: jobs.map((job) => {
      const [name = ''] = job.split(':');
      const block = findBlock(job, name);
      const needs = Object.fromEntries(toPairs(block)).needs;
      const steps = findBlock(block, 'steps').split(/^- /m).slice(1).map(toStep);
      return { name, needs, permissions: toPermissions(findBlock(block, 'permissions')), steps };
    }),
  };
}

function toStep(text: string): Step {
  const { run, uses } = Object.fromEntries(toPairs(text));
  if ((run === undefined) === (uses === undefined)) throw new Error(`no step: ${text}`);
  const settings = Object.fromEntries(
    ['env', 'with'].flatMap((name) => toPairs(findBlock(text.replaceAll(/^ {2}/gm, ''), name))),
  );
  return { ...(run && { run }), ...(uses && { uses }), settings };
}

/** Fills in what a workflow says of its event: `${{ contains(github.ref_name, '-') }}`. */
export const fillIn = (text: string, github: Readonly<Record<string, string>>) =>
  text.replaceAll(/\$\{\{(.+?)\}\}/g, (_match, expression) =>
    String(
      runInNewContext(expression, {
        github,
        contains: (within: string, part: string) => within.includes(part),
      }),
    ),
  );
