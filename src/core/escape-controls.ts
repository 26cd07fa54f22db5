/**
 * A text that moves no cursor, begins no line and turns no direction where it is printed: control
 * characters and the like are written as `\\u001b`.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
