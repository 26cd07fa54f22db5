import { syncBuiltinESMExports } from 'node:module';

/**
 * From now on `console.log` and `process.stdout` are standard error, for as long as this process lives: a
 * user's module prints, also after its last promise, and would spoil the result. Whoever has the stream
 * already, as the output of a command does, keeps it.
 *
 * It is the only global that the program touches; decisions/0015 says why there is no way around it.
 */
export function divertOutput(): void {
  // The console takes its stream from there when it prints for the first time.
  Object.defineProperty(process, 'stdout', {
    value: process.stderr,
    configurable: true,
    enumerable: true,
  });
  syncBuiltinESMExports();
}
