import { type Position, ToolError } from './tool.ts';

/** What a cursor belongs to: a tool, and the arguments that it was called with. */
export interface CursorOwner {
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Packs where a result ended. */
export function encodeCursor(owner: CursorOwner, position: Position): string {
  const text = JSON.stringify([toFingerprint(toKey(owner)), position]);
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @throws {@link ToolError} when it is no cursor, or one of other arguments. */
export function decodeCursor(owner: CursorOwner, cursor: string): unknown {
  const unpacked = unpack(cursor);
  if (!Array.isArray(unpacked)) refuse(owner, 'it is no cursor');
  const [fingerprint, position] = unpacked as unknown[];
  if (fingerprint !== toFingerprint(toKey(owner))) refuse(owner, 'it belongs to other arguments');
  return position;
}

/** @throws {@link ToolError} */
export function refuse({ tool }: Pick<CursorOwner, 'tool'>, reason: string): never {
  throw new ToolError(
    `Failed to go on from the cursor: ${reason}. Call ${tool} again without a cursor.`,
  );
}

function unpack(cursor: string): unknown {
  try {
    const bytes = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'));
    const text = Uint8Array.from(bytes, (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    return undefined;
  }
}

/** How much is wanted may change from page to page. */
function toKey({ tool, input }: CursorOwner): string {
  const { cursor: _, limit: __, ...rest } = input;
  return JSON.stringify([tool, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Tells texts apart; nobody gains from two with the same one. FNV-1a, over UTF-16 units. */
export function toFingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}
