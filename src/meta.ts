/**
 * The meta of a log: how it is written into the notes, and read from them.
 *
 * @module promptcrafter-client/meta
 */
export type { JsonValue } from './core/json.ts';
export { type DecodedNotes, decodeMeta, encodeMeta, type LogMeta } from './core/meta.ts';
export { toPromptVersion } from './core/prompt-version.ts';
