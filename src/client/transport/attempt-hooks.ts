import type { Hooks as KyHooks } from 'ky';
import type { AttemptEvent, Hooks } from '../hooks.ts';
import { HookFailure } from './fetch-failure.ts';

/** The hooks of one attempt, in the order in which they run, and what they get. */
export class AttemptHooks {
  readonly hooks: readonly Hooks[];
  readonly about: Omit<AttemptEvent, 'request'>;
  /** The request as it was before a hook saw it. */
  original: Request | undefined;

  constructor(hooks: readonly Hooks[], about: Omit<AttemptEvent, 'request'>) {
    this.hooks = hooks;
    this.about = about;
  }
}

/** Converts the hooks to ky's. */
export function toKyHooks(attempt: AttemptHooks): KyHooks {
  const { hooks, about } = attempt;
  return {
    beforeRequest: hooks.flatMap(({ beforeRequest }) => {
      if (!beforeRequest) return [];
      return async ({ request }) => {
        attempt.original ??= request;
        return run('beforeRequest', isRequest, () => beforeRequest({ ...about, request }));
      };
    }),
    afterResponse: hooks.flatMap(({ afterResponse }) => {
      if (!afterResponse) return [];
      return async ({ request, response }) =>
        run('afterResponse', isResponse, () => afterResponse({ ...about, request, response }));
    }),
  };
}

/** Runs a hook and checks what it returns; ky would ignore a wrong value. */
async function run<T>(
  hook: string,
  isRight: (value: unknown) => value is T,
  call: () => unknown,
): Promise<T | undefined> {
  let value: unknown;
  try {
    value = await call();
  } catch (cause) {
    throw new HookFailure(hook, cause);
  }
  if (value === undefined || value === null) return undefined;
  if (isRight(value)) return value;
  const what = hook === 'beforeRequest' ? 'a Request' : 'a Response';
  throw new HookFailure(hook, new TypeError(`must return ${what} or nothing`));
}

/** As ky knows them, also those of another realm: it would pass over what only looks like one. */
const isRequest = (value: unknown): value is Request =>
  Object.prototype.toString.call(value) === '[object Request]';

const isResponse = (value: unknown): value is Response =>
  Object.prototype.toString.call(value) === '[object Response]';
