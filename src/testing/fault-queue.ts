import { checkFailOptions, checkFailRandomlyOptions } from './check-fault.ts';
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

  return {
    add(options) {
      checkFailOptions(options);
      const { on, with: fault, times = 1, probability = 1 } = options;
      const operations = toOperations(on);
      rules.push({ operations, faults: [fault], timesLeft: times, rate: probability, random });
    },
    addRandom(options) {
      checkFailRandomlyOptions(options);
      const { on, seed: ownSeed, rate, faults } = options;
      rules.push({
        operations: toOperations(on),
        faults,
        timesLeft: Number.POSITIVE_INFINITY,
        rate,
        random: createRandom(ownSeed),
      });
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

function toOperations(on: FailOptions['on']): readonly OperationName[] | undefined {
  return typeof on === 'string' ? [on] : on;
}
