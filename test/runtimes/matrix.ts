import { isDeepStrictEqual } from 'node:util';
import type { Case, Difference, Result, RuntimeName } from './cases/case.ts';
import { caseGroups } from './cases.ts';
import { openControlServer } from './harness/control-server.ts';
import { createProject, type Project } from './harness/project.ts';
import { type FoundRuntime, findRuntimes, type Start } from './harness/runtimes.ts';
import type { RunReport } from './run-cases.ts';

/** The cases, run by one build of the package in one runtime. */
export interface Run {
  readonly runtime: RuntimeName;
  readonly build: string;
  readonly version: string;
  /** What did not end as expected; empty where all is well. */
  readonly failures: readonly string[];
  /** How the cases ended: as they must, with a difference that is listed, or otherwise. */
  readonly verdicts: ReadonlyMap<Case, Verdict>;
  readonly seconds: number;
}

export type Verdict = 'right' | Difference | 'wrong';

export interface Matrix {
  readonly runs: readonly Run[];
  /** The runtimes that this machine does not have. */
  readonly missing: readonly FoundRuntime[];
}

/** Runs that wait for a server cost no processor time, while browsers that start cost much. */
const concurrency = 2;
const patience = 180_000;

/** Runs the cases with every build in every runtime that there is, or in those that are named. */
export async function runMatrix(names?: readonly string[]): Promise<Matrix> {
  const found = (await findRuntimes()).filter(
    ({ runtime }) => !names?.length || names.includes(runtime.name),
  );
  await using project = await createProject();
  const queue = found.flatMap(({ runtime, command, version }) =>
    command === undefined || version === undefined
      ? []
      : Object.entries(runtime.builds).map(([build, start]) => ({
          ...{ runtime: runtime.name, build, start, command, version },
        })),
  );
  const runs: Run[] = [];
  async function work(): Promise<void> {
    for (let next = queue.pop(); next; next = queue.pop()) {
      runs.push(await runBuild(next, project));
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  const order = found.map(({ runtime }) => runtime.name);
  runs.sort(
    (a, b) => order.indexOf(a.runtime) - order.indexOf(b.runtime) || a.build.localeCompare(b.build),
  );
  return { runs, missing: found.filter(({ command }) => command === undefined) };
}

interface Build {
  readonly runtime: RuntimeName;
  readonly build: string;
  readonly start: Start;
  readonly command: string;
  readonly version: string;
}

async function runBuild(
  { runtime, build, start, command, version }: Build,
  project: Project,
): Promise<Run> {
  const startedAt = performance.now();
  const verdicts = new Map<Case, Verdict>();
  const failures: string[] = [];
  try {
    const { reports, complaints } = await report(start, command, project);
    failures.push(...complaints);
    for (const { title, cases } of caseGroups) {
      for (const one of cases) {
        const found = reports.find(({ group, name }) => group === title && name === one.name);
        const verdict = judge(one, runtime, found?.result);
        verdicts.set(one, verdict);
        if (verdict !== 'wrong') continue;
        const detail = found?.detail ? ` (${found.detail})` : '';
        failures.push(
          `${title}: ${one.name}: ${JSON.stringify(found?.result)}${detail} instead of ${JSON.stringify(one.expected)}`,
        );
      }
    }
  } catch (error) {
    failures.push(String(error));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { runtime, build, version, failures, verdicts, seconds };
}

function judge(
  { expected, differences = [] }: Case,
  runtime: RuntimeName,
  result: Result | undefined,
): Verdict {
  // What came from the runtime came as JSON.
  const isResult = (other: Result) => isDeepStrictEqual(result, JSON.parse(JSON.stringify(other)));
  if (isResult(expected)) return 'right';
  const listed = differences.find((difference) => difference.in.includes(runtime));
  return listed && isResult(listed.expected) ? listed : 'wrong';
}

async function report(start: Start, command: string, project: Project): Promise<RunReport> {
  await using stack = new AsyncDisposableStack();
  const control = stack.use(await openControlServer());
  const { ended } = await start(command, project, control.url, stack);
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`no results within ${patience / 1_000} s`);
    const timer = setTimeout(() => reject(error), patience);
    stack.defer(() => clearTimeout(timer));
  });
  return await Promise.race([control.report, ended, late]);
}
