import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from giving more and more memory to what has just been created: after some minutes of lists
 * that are 100 MiB, whatever the lists hold, and none of it makes them faster. Whoever has chosen a size
 * for it gets that.
 */
export function keepMemorySmall(
  flags: readonly string[] = [...process.execArgv, process.env.NODE_OPTIONS ?? ''],
): void {
  if (flags.some((flag) => /semi.space/.test(flag))) return;
  // Read by V8 whenever it would make that part of the memory grow.
  setFlagsFromString('--semi-space-growth-factor=1');
}
