import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createTestApi, type Fault } from '../../../src/testing/index.ts';
import { createRandom } from '../../../src/testing/random.ts';
import { type KillTask, toKillInput } from './kill-task.ts';

/** How often, and of what, programs are killed. */
export interface KillOptions {
  readonly seed: number;
  readonly folder: string;
  readonly kills: number;
  readonly total: number;
  /** How long a program lives at most once it has begun, in ms. */
  readonly longestLife: number;
  readonly faultRate: number;
  readonly onKill?: (kill: number) => void;
}

/** What was accepted, and what is stored. */
export interface KillFigures {
  readonly kills: number;
  readonly accepted: number;
  /** Contents that are stored less often than they were accepted, or more often. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly reports: readonly unknown[];
  readonly complaints: readonly string[];
  readonly requests: number;
  readonly lists: number;
}

const program = fileURLToPath(new URL('log-until-killed.ts', import.meta.url));

const faults: Fault[] = [
  'reset',
  'reset-after-store',
  { status: 500 },
  { status: 500, afterStore: true },
  { status: 502, body: '<html>Bad Gateway</html>', headers: { 'content-type': 'text/html' } },
  { status: 504, body: '', afterStore: true },
  'cut-off',
  'hang',
  'hang-after-store',
  { status: 429 },
];

/** Runs programs that log, kills each at a random instant, and counts in the end. */
export async function runKills(options: KillOptions): Promise<KillFigures> {
  const { seed, folder, kills, total, longestLife, faultRate } = options;
  const random = createRandom(seed);
  const api = createTestApi();
  const { prompts } = api.seed({ prompts: [{ title: 'First' }, { title: 'Second' }] });
  if (faultRate > 0) api.failRandomly({ seed, rate: faultRate, faults });
  await using server = await api.listen();
  const promptIds = prompts.map(({ _id }) => _id);
  const accepted = new Set<number>();
  const begun = new Set<number>();
  const reports: unknown[] = [];
  const complaints: string[] = [];
  let killed = 0;
  for (let life = 0; life < kills * 3 + 10; life += 1) {
    const from = Math.max(-1, ...begun) + 1;
    const isLast = killed >= kills;
    const task: KillTask = {
      url: server.url,
      token: await api.token(),
      folder,
      from,
      // What is to be logged lasts until the last kill.
      to: isLast
        ? total
        : Math.min(total, from + Math.ceil((total - from) / Math.max(1, (kills - killed) / 3))),
      prompts: promptIds,
      pause: Math.floor(random() * 30),
      attemptTimeout: 1_500,
    };
    const life = isLast ? Number.POSITIVE_INFINITY : random() * longestLife;
    const { lines, wasKilled, stderr } = await runUntil(task, life);
    if (stderr !== '') complaints.push(stderr);
    for (const line of lines) {
      if (line.startsWith('+')) begun.add(Number(line.slice(1)));
      else if (line.startsWith('=')) accepted.add(Number(line.slice(1)));
      else if (line.startsWith('!')) reports.push(JSON.parse(line.slice(2)));
      else if (line.startsWith('#')) complaints.push(line);
    }
    if (wasKilled) {
      killed += 1;
      options.onKill?.(killed);
    } else if (isLast) break;
  }
  const toKey = (index: number) => JSON.stringify(toKillInput(index, promptIds));
  const surely = countBy(Array.from(accepted, toKey));
  const perhaps = countBy(Array.from(begun, toKey));
  const inputs = new Map(
    Array.from(begun, (index) => [toContent(toKillInput(index, promptIds)), toKey(index)]),
  );
  const stored = countBy(
    api.logs.map((log) => inputs.get(toContent(log)) ?? `foreign ${log.output}`),
  );
  const lost = [...surely].filter(([key, count]) => (stored.get(key) ?? 0) < count);
  const doubled = [...stored].filter(([key, count]) => count > (perhaps.get(key) ?? 0));
  return {
    kills: killed,
    accepted: accepted.size,
    lost: lost.map(([key, count]) => `${key}: ${stored.get(key) ?? 0} of ${count}`),
    doubled: doubled.map(([key, count]) => `${key}: ${count} of ${perhaps.get(key) ?? 0}`),
    reports,
    complaints,
    requests: api.requests.length,
    lists: api.requests.filter(({ method }) => method === 'GET').length,
  };
}

const toContent = ({ promptId, output }: { promptId: string; output: string }) =>
  `${promptId} ${output}`;

async function runUntil(task: KillTask, ms: number) {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kill = () => {
    if (ms < Number.POSITIVE_INFINITY) timer ??= setTimeout(() => child.kill('SIGKILL'), ms);
  };
  let output = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    kill();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [, signal] = await new Promise<[number | null, string | null]>((resolve) => {
    child.on('close', (code, signalName) => resolve([code, signalName]));
  });
  clearTimeout(timer);
  return { lines: output.split('\n').filter(Boolean), wasKilled: signal === 'SIGKILL', stderr };
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
