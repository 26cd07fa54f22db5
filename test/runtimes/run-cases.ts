import type { Case, Context, OpenedWorld, Result, Rooms, Sdk, WorldState } from './cases/case.ts';
import { caseGroups } from './cases.ts';

/** How a case ended in a runtime, and what it says where it ended by surprise. */
export interface CaseReport {
  readonly group: string;
  readonly name: string;
  readonly result: Result;
  readonly detail?: string;
}

/** What a runtime reports when it is done. */
export interface RunReport {
  readonly reports: readonly CaseReport[];
  /** What went wrong beside the cases, such as a breach of a page's security policy. */
  readonly complaints: readonly string[];
}

/** Cases that wait cost no time while others run. */
const concurrency = 6;

/** Runs every case inside a runtime and hands the results to the harness. */
export async function runCases(
  sdk: typeof Sdk,
  rooms: Rooms,
  controlUrl: string,
  complaints: readonly string[] = [],
): Promise<void> {
  // Backoffs that last no time: what is compared is what comes after them.
  Math.random = () => 0;
  const queue = caseGroups.flatMap(({ title, cases }) =>
    cases.map((one) => ({ group: title, case: one })),
  );
  const reports: CaseReport[] = [];
  async function work(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const result = await runCase(sdk, rooms, controlUrl, next.case);
      reports.push({ group: next.group, name: next.case.name, ...result });
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work));
  const report: RunReport = { reports, complaints };
  await control(controlUrl, 'finish', report);
}

async function runCase(
  sdk: typeof Sdk,
  rooms: Rooms,
  controlUrl: string,
  { world: options = {}, run, look }: Case,
): Promise<Pick<CaseReport, 'result' | 'detail'>> {
  const world = await control<OpenedWorld>(controlUrl, 'open', options);
  const { id } = world;
  const readState = () => control<WorldState>(controlUrl, 'read', { id });
  const context: Context = {
    sdk,
    rooms,
    world,
    client: new sdk.PromptCrafterClient({ baseUrl: world.url, token: world.token }),
    createClient: (given) => new sdk.PromptCrafterClient({ baseUrl: world.url, ...given }),
    fail: (fault) => control(controlUrl, 'fail', { id, fault }),
    waitForRequests: (count) => control(controlUrl, 'wait', { id, count }),
    readState,
  };
  const ended = await settle(sdk, () => run(context));
  const server = look?.(await readState());
  await control(controlUrl, 'close', { id });
  return { ...ended, result: { ...ended.result, ...(server !== undefined && { server }) } };
}

async function settle(
  sdk: typeof Sdk,
  start: () => Promise<unknown>,
): Promise<Pick<CaseReport, 'result' | 'detail'>> {
  let promise: Promise<unknown>;
  try {
    promise = start();
  } catch (error) {
    return { result: { ends: 'throws' }, detail: String(error) };
  }
  try {
    const value = await promise;
    return { result: { ends: 'resolves', ...(value !== undefined && { value }) } };
  } catch (error) {
    return { result: describe(sdk, error), detail: toDetail(error) };
  }
}

/** An error as its class, once `name`, `instanceof` and the base class agree on it. */
function describe(sdk: typeof Sdk, error: unknown): Result {
  if (!(error instanceof sdk.PromptCrafterError)) return { ends: 'something else' };
  const { name, status, outcome } = error;
  const errorClass: unknown = (sdk as unknown as Record<string, unknown>)[name];
  const isNamed =
    error instanceof Error &&
    typeof errorClass === 'function' &&
    error instanceof errorClass &&
    error.constructor === errorClass;
  return {
    ends: isNamed ? name : `${name}, which is not its class`,
    ...(status !== undefined && { status }),
    outcome,
  };
}

function toDetail(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return `${error.name}: ${message}${cause === undefined ? '' : ` (${toDetail(cause)})`}`;
}

/** Asks the harness, in a way that a browser need not ask about beforehand. */
async function control<T>(url: string, action: string, body: unknown): Promise<T> {
  const response = await fetch(`${url}/${action}`, { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw new Error(`Failed to ${action}: ${text}`);
  return text === '' ? (undefined as T) : JSON.parse(text);
}
