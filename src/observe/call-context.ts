import { openShared, type RenderedText } from '../core/shared-place.ts';

/** What a call belongs to, carried along with it through everything asynchronous. */
export interface CallContext {
  /** The prompt that {@link withPrompt} gave. */
  readonly prompt?: RenderedText | undefined;
  /** Who logs the answer, where a middleware is around the call. */
  readonly claim?: CallClaim | undefined;
}

/** An answer is logged once: by the middleware around the call, or by the observer inside it. */
export interface CallClaim {
  /** The middleware logs it, and the observer leaves it alone. */
  readonly isMiddlewares: boolean;
  /** Somebody inside has seen the call, and will log its answer. */
  isTaken: boolean;
}

/** What is used of an `AsyncLocalStorage`. */
interface ContextStorage {
  getStore(): CallContext | undefined;
  run<T>(context: CallContext, run: () => T): T;
}

/** What the call that is being made belongs to. */
export function readContext(): CallContext {
  return openStorage()?.getStore() ?? {};
}

/** Runs a function whose calls belong to a context, beside what they belong to already. */
export function runInContext<T>(context: CallContext, run: () => T): T {
  const storage = openStorage();
  return storage ? storage.run({ ...storage.getStore(), ...context }, run) : run();
}

/** Whether the platform can carry a context at all. */
export function hasContext(): boolean {
  return openStorage() !== undefined;
}

/** One for all copies of this package, since one may be asked for what another was told. */
function openStorage(): ContextStorage | undefined {
  const shared = openShared();
  if (!shared) return undefined;
  if (shared.calls === undefined) {
    const Storage = findAsyncLocalStorage();
    if (Storage) shared.calls = new Storage();
  }
  return shared.calls as ContextStorage | undefined;
}

/**
 * Node, Deno, Bun, and workerd with `nodejs_compat`, have it in a module that is looked up without an
 * import, so that this file loads in a browser too. Edge runtimes have it as a global.
 */
function findAsyncLocalStorage(): (new () => ContextStorage) | undefined {
  const platform = globalThis as {
    readonly process?: { getBuiltinModule?: (name: string) => unknown };
    readonly AsyncLocalStorage?: new () => ContextStorage;
  };
  try {
    const hooks = platform.process?.getBuiltinModule?.('node:async_hooks') as
      | { readonly AsyncLocalStorage?: new () => ContextStorage }
      | undefined;
    return hooks?.AsyncLocalStorage ?? platform.AsyncLocalStorage;
  } catch {
    return platform.AsyncLocalStorage;
  }
}
