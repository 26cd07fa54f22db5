/** The built package, by its own name; the compiler need not have built it to check this. */
export function importBuilt(): Promise<typeof import('../../src/index.ts')> {
  const name: string = 'promptcrafter-client';
  return import(name);
}
