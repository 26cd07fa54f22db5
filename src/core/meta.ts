import { PromptCrafterValidationError } from './errors.ts';
import { copyJson, isPlainObject, type JsonValue, NotJson, toSortedJson } from './json.ts';

/**
 * What the API has no field for: JSON values that a log carries in the last line of its notes. The
 * fields that are listed here mean the same to every tool; others are kept.
 */
export interface LogMeta {
  /** What was asked: the text of the last message of the user. */
  readonly input?: string | undefined;
  /** What the prompt's placeholders were filled in with. */
  readonly variables?: { readonly [name: string]: JsonValue | undefined } | undefined;
  /** Version of the prompt's content, see `toPromptVersion` of `promptcrafter-client/meta`. */
  readonly prompt?: string | undefined;
  /** Name of the run that the log belongs to. */
  readonly run?: string | undefined;
  /** Id of the case that was run. */
  readonly case?: string | undefined;
  /** Which trial of the case it was, from 1 on. */
  readonly trial?: number | undefined;
  /** Milliseconds until the model had answered. */
  readonly ms?: number | undefined;
  /** Tokens that the model was sent. */
  readonly tokensIn?: number | undefined;
  /** Tokens that it answered with. */
  readonly tokensOut?: number | undefined;
  /** Why the model stopped. */
  readonly finish?: string | undefined;
  /** Which of several answers to one question it is, from 0 on. */
  readonly choice?: number | undefined;
  /** The score before it was rounded. */
  readonly raw?: number | undefined;
  /** Who or what gave the score. */
  readonly scorer?: string | undefined;
  /** Why the score was given. */
  readonly reason?: string | undefined;
  /** Id of the first log of which this is a scored copy. */
  readonly of?: string | undefined;
  /** When that log was created, as ISO 8601. */
  readonly at?: string | undefined;
  /** The label of a run. */
  readonly label?: string | undefined;
  /** Id of the trace that the log belongs to. */
  readonly trace?: string | undefined;
  readonly [key: string]: JsonValue | undefined;
}

/** Notes as a reader wants them: the text, and the meta that its last line held. */
export interface DecodedNotes {
  /** Absent if there is no text. */
  readonly notes?: string;
  /** Absent if there is no meta. */
  readonly meta?: LogMeta;
}

const marker = 'promptcrafter-meta: ';
const version = 1;

/**
 * Writes meta as the last line of notes, as the API stores them.
 *
 * @throws `PromptCrafterValidationError` when the meta is no object, has a field `v`, or holds
 * what JSON cannot.
 * @example
 * ```ts
 * encodeMeta('Too long.', { ms: 840 });
 * // 'Too long.\npromptcrafter-meta: {"v":1,"ms":840}'
 * ```
 */
export function encodeMeta(notes: string | undefined, meta: LogMeta): string {
  try {
    return toNotes(notes, copyMeta(meta));
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const path = ['meta', ...error.path].map(String).join('.');
    throw new PromptCrafterValidationError(
      `Failed to encode meta: ${path} ${error.reason}. Nothing was written.`,
      { issues: [{ path, message: error.reason }] },
    );
  }
}

/**
 * Reads notes as the API stores them. Only what {@link encodeMeta} writes counts as meta; a line
 * that is damaged stays text.
 *
 * @example
 * ```ts
 * decodeMeta('Too long.\npromptcrafter-meta: {"v":1,"ms":840}');
 * // { notes: 'Too long.', meta: { ms: 840 } }
 * ```
 */
export function decodeMeta(notes: string | null | undefined): DecodedNotes {
  if (typeof notes !== 'string') return {};
  const lineStart = notes.lastIndexOf('\n') + 1;
  const meta = notes.startsWith(marker, lineStart) ? readLine(notes.slice(lineStart)) : undefined;
  if (!meta) return { notes };
  return lineStart === 0 ? { meta } : { notes: notes.slice(0, lineStart - 1), meta };
}

/**
 * A copy of a meta, each part of it read once.
 *
 * @throws {@link NotJson} when it cannot be written.
 */
export function copyMeta(meta: unknown): LogMeta {
  if (!isPlainObject(meta)) throw new NotJson([], 'must be an object');
  if (Object.hasOwn(meta, 'v')) throw new NotJson(['v'], 'is the version of the format');
  return copyJson(meta) as LogMeta;
}

/** Appends the line of a meta, which {@link copyMeta} has checked. */
export function toNotes(notes: string | undefined, meta: LogMeta): string {
  const line = toLine(meta);
  return notes === undefined ? line : `${notes}\n${line}`;
}

/** The version comes first, so that a reader who does not know it can stop there. */
function toLine(meta: LogMeta): string {
  const fields = toSortedJson(meta as JsonValue).slice(1);
  return `${marker}{"v":${version}${fields === '}' ? '' : ','}${fields}`;
}

function readLine(line: string): LogMeta | undefined {
  try {
    const { v, ...meta } = JSON.parse(line.slice(marker.length)) as { v: unknown };
    const isOurs = v === version && toLine(copyMeta(meta)) === line;
    return isOurs ? (meta as LogMeta) : undefined;
  } catch {
    return undefined;
  }
}
