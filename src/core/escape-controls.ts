/**
 * Writes control characters as `\\u001b`, so that a printed text moves no cursor, begins no new line and
 * does not change the direction of the text after it.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
