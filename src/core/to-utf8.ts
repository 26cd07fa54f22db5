/**
 * A text as UTF-8; half a character becomes U+FFFD. Not by a `TextEncoder`, which the jsdom of Jest
 * lacks.
 */
export function toUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  const binary = escaped.replace(/%(..)/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
