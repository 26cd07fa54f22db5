import { operations as knownOperations } from '../core/operations.ts';
import type { FailOptions, FailRandomlyOptions, Fault } from './fault.ts';
import type { OperationName } from './operation-name.ts';
import { createRandom } from './random.ts';

/** Which fault hits which request: the one set first goes first. */
export interface FaultQueue {
  add(options: FailOptions): void;
  addRandom(options: FailRandomlyOptions): void;
  /** The fault that hits this request, which uses it up. */
  take(operation: OperationName | undefined): Fault | undefined;
  clear(): void;
}

interface Rule {
  readonly operations: readonly OperationName[] | undefined;
  readonly rate: number;
  readonly random: () => number;
  readonly faults: readonly Fault[];
  timesLeft: number;
}

export function createFaultQueue(seed: number): FaultQueue {
  const random = createRandom(seed);
  let rules: Rule[] = [];

  function add(on: FailOptions['on'], rule: Omit<Rule, 'operations'>): void {
    assertFault(isRate(rule.rate), 'a rate is a number from 0 to 1');
    assertFault(rule.timesLeft > 0, 'it hits at least one request');
    assertFault(rule.faults.length > 0, 'there is none to choose from');
    for (const fault of rule.faults) checkFault(fault);
    const operations = typeof on === 'string' ? [on] : on;
    assertFault(operations?.length !== 0, 'it hits no operation');
    for (const name of operations ?? []) {
      assertFault(Object.hasOwn(knownOperations, name), `there is no operation ${name}`);
    }
    rules.push({ ...rule, operations });
  }

  return {
    add({ on, with: fault, times = 1, probability = 1 }) {
      add(on, { faults: [fault], timesLeft: times, rate: probability, random });
    },
    addRandom({ on, seed: ownSeed, rate, faults }) {
      add(on, { faults, timesLeft: Number.POSITIVE_INFINITY, rate, random: createRandom(ownSeed) });
    },
    take(operation) {
      for (const rule of rules) {
        const { operations, faults } = rule;
        if (operations && !(operation && operations.includes(operation))) continue;
        if (rule.rate < 1 && rule.random() >= rule.rate) continue;
        rule.timesLeft -= 1;
        if (rule.timesLeft <= 0) rules = rules.filter((other) => other !== rule);
        return faults.length > 1 ? faults[Math.floor(rule.random() * faults.length)] : faults[0];
      }
      return undefined;
    },
    clear() {
      rules = [];
    },
  };
}

const faultNames: Readonly<Record<Extract<Fault, string>, true>> = {
  reset: true,
  'reset-after-store': true,
  hang: true,
  'hang-after-store': true,
  'cut-off': true,
  drip: true,
};

/** A test whose fault never comes would prove nothing, and say that it does. */
function checkFault(fault: Fault): void {
  if (typeof fault === 'string') {
    assertFault(Object.hasOwn(faultNames, fault), `there is no fault ${fault}`);
  } else if ('status' in fault) {
    const isStatus = Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599;
    assertFault(isStatus, 'a status is an integer from 200 to 599');
  } else {
    const wait = 'delay' in fault ? fault.delay : fault.drip;
    assertFault(Number.isFinite(wait) && wait >= 0, 'a wait is a number of milliseconds');
  }
}

function isRate(rate: number): boolean {
  return rate >= 0 && rate <= 1;
}

function assertFault(isGood: boolean, reason: string): void {
  if (!isGood) throw new RangeError(`Failed to set a fault: ${reason}.`);
}
