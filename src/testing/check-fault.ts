import { operations } from '../core/operations.ts';
import type { FailOptions, FailRandomlyOptions, Fault } from './fault.ts';

// With a misspelt fault, a test would pass without the fault that it is about.

/** Refuses options of `api.fail` that make no sense. */
export function checkFailOptions(options: FailOptions): void {
  checkNames(options, ['with', 'on', 'times', 'probability'], "api.fail({ with: 'reset' })");
  const { with: fault, on, times = 1, probability = 1 } = options;
  if (fault === undefined) refuse(`it says no fault. Call it as api.fail({ with: 'reset' })`);
  checkFault(fault);
  checkOperations(on);
  checkRate(probability);
  const isCount = times === Number.POSITIVE_INFINITY || (Number.isInteger(times) && times > 0);
  if (!isCount) refuseValue('it hits a whole number of requests, at least one');
}

/** Refuses options of `api.failRandomly` that make no sense. */
export function checkFailRandomlyOptions(options: FailRandomlyOptions): void {
  const example = "api.failRandomly({ seed: 7, rate: 0.2, faults: ['reset'] })";
  checkNames(options, ['seed', 'rate', 'faults', 'on'], example);
  const { seed, rate, faults, on } = options;
  if (!Array.isArray(faults)) refuse(`its faults are no array. Call it as ${example}`);
  if (faults.length === 0) refuseValue('there is none to choose from');
  for (const fault of faults) checkFault(fault);
  checkOperations(on);
  checkRate(rate);
  if (!Number.isFinite(seed)) refuseValue('a seed is a number');
}

/** Refuses unknown names, and options that are not an object. */
function checkNames(options: object, known: readonly string[], example: string): void {
  if (!isObject(options)) refuse(`its options are no object. Call it as ${example}`);
  for (const name of Object.keys(options)) {
    if (!known.includes(name))
      refuse(`there is no option '${name}'. There are ${known.join(', ')}`);
  }
}

function checkFault(fault: Fault): void {
  if (typeof fault === 'string') {
    if (!faultNames.has(fault)) {
      refuseValue(`there is no fault ${fault}. There are ${[...faultNames].join(', ')}`);
    }
    return;
  }
  const kind =
    isObject(fault) && (['status', 'delay', 'drip'] as const).find((name) => name in fault);
  if (!kind) refuse('it has no status, delay or drip. Give one of them, or the name of a fault');
  const known = kind === 'status' ? ['status', 'body', 'headers', 'afterStore'] : [kind];
  for (const name of Object.keys(fault)) {
    if (!known.includes(name)) refuse(`a fault with ${kind} has no ${name}`);
  }
  if ('status' in fault) checkStatusFault(fault.status, fault.headers, fault.body);
  else checkWait('delay' in fault ? fault.delay : fault.drip);
}

const faultNames: ReadonlySet<string> = new Set(
  Object.keys({
    reset: true,
    'reset-after-store': true,
    hang: true,
    'hang-after-store': true,
    'cut-off': true,
    drip: true,
  } satisfies Record<Extract<Fault, string>, true>),
);

function checkStatusFault(status: number, headers: unknown, body: unknown): void {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    refuseValue('a status is an integer from 200 to 599');
  }
  // Found out only when the answer is made, either would look like a broken connection.
  try {
    new Headers((headers ?? {}) as Record<string, string>);
  } catch {
    refuse('its headers are no headers');
  }
  try {
    JSON.stringify(body);
  } catch {
    refuse('its body is no JSON. Give a text to send something else');
  }
}

function checkWait(ms: number): void {
  if (!Number.isFinite(ms) || ms < 0) refuseValue('a wait is a number of milliseconds');
}

function checkOperations(on: FailOptions['on']): void {
  if (on === undefined) return;
  const names: readonly unknown[] = Array.isArray(on) ? on : [on];
  if (names.length === 0) refuseValue('it hits no operation');
  for (const name of names) {
    if (typeof name !== 'string' || !Object.hasOwn(operations, name)) {
      const known = Object.keys(operations).join(', ');
      refuseValue(`there is no operation ${String(name)}. There are ${known}`);
    }
  }
}

function checkRate(rate: number): void {
  if (!(rate >= 0 && rate <= 1)) refuseValue('a rate is a number from 0 to 1');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(reason: string): never {
  throw new TypeError(`Failed to set a fault: ${reason}.`);
}

function refuseValue(reason: string): never {
  throw new RangeError(`Failed to set a fault: ${reason}.`);
}
