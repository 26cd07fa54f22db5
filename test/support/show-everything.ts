import { inspect } from 'node:util';

const inspectOptions = { depth: 12, showHidden: true } as const;

/**
 * All that can be read from a value, however it is looked at: inspection (its own and the plain
 * one), JSON, string, stack, and every property that can be reached, hidden ones and symbols too.
 */
export function showEverything(value: unknown): string {
  const shown = [
    inspect(value, inspectOptions),
    inspect(value, { ...inspectOptions, customInspect: false }),
    inspect(new Error('wrapped', { cause: value }), inspectOptions),
    JSON.stringify(value) ?? '',
    String(value),
  ];
  const seen = new Set<unknown>();
  const visit = (part: unknown): void => {
    if (typeof part === 'string') shown.push(part);
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    for (const key of Reflect.ownKeys(part)) {
      shown.push(String(key));
      visit(Reflect.get(part, key));
    }
  };
  visit(value);
  return shown.join('\n');
}
