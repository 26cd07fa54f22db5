import { isDeepStrictEqual } from 'node:util';
import type { Case, Result, RuntimeName } from './cases/case.ts';
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
  /** By name of the case: whether it ended as expected. */
  readonly passed: ReadonlyMap<string, boolean>;
  readonly seconds: number;
}

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
  const passed = new Map<string, boolean>();
  const failures: string[] = [];
  try {
    const { reports, complaints } = await report(start, command, project);
    failures.push(...complaints);
    for (const { title, cases } of caseGroups) {
      for (const one of cases) {
        const found = reports.find(({ group, name }) => group === title && name === one.name);
        const expected = resolveExpected(one, runtime);
        const isRight = isDeepStrictEqual(found?.result, expected);
        passed.set(`${title}: ${one.name}`, isRight);
        if (isRight) continue;
        const detail = found?.detail ? ` (${found.detail})` : '';
        failures.push(
          `${title}: ${one.name}: ${JSON.stringify(found?.result)}${detail} instead of ${JSON.stringify(expected)}`,
        );
      }
    }
  } catch (error) {
    failures.push(String(error));
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { runtime, build, version, failures, passed, seconds };
}

/** What a case must come to in a runtime. */
export function resolveExpected({ expected, differs }: Case, runtime: RuntimeName): Result {
  const result = differs?.in.includes(runtime) ? differs.expected : expected;
  // As it comes through JSON.
  return JSON.parse(JSON.stringify(result));
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
