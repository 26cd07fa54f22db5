import type { LogMeta } from '../../core/meta.ts';

/** The meta of a log, empty where it has none: whoever wrote it, it is data, and may be anything. */
export function readMeta(log: { readonly meta?: unknown }): Readonly<LogMeta> {
  const { meta } = log;
  return typeof meta === 'object' && meta !== null ? (meta as LogMeta) : {};
}
