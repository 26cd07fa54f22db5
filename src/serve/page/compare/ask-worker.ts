import type { CompareAnswer, CompareRequest, CompareResult } from './compare-messages.ts';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(): string },
  ): { createScriptURL(input: string): string };
}

/** Where the worker is. Browsers count it as a script, which only a policy may name. */
function toWorkerUrl(): string {
  const toUrl = () => new URL('page/compare-worker.js', document.baseURI).href;
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('compare-worker', { createScriptURL: toUrl });
  return policy ? policy.createScriptURL('') : toUrl();
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Has two sides compared in another thread. Giving up ends the thread. */
export function askWorker(
  request: CompareRequest,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<CompareResult> {
  const worker = new Worker(toWorkerUrl(), { type: 'module', name: 'compare' });
  return new Promise<CompareResult>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
    worker.addEventListener('error', () => reject(new Error('The worker did not start.')));
    worker.addEventListener('message', ({ data }: MessageEvent<CompareAnswer>) => {
      if (data.kind === 'progress') onProgress(data.text);
      else if (data.kind === 'result') resolve(data.result);
      else reject(data.error);
    });
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}
