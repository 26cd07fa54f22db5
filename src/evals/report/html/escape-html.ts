/** A text as part of a page, or of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A name within a line, so that one which turns the direction of texts turns none but its own. */
export const isolateHtml = (text: string) => `<bdi>${escapeHtml(text)}</bdi>`;
