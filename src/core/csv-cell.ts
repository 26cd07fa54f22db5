/**
 * A spreadsheet takes a text for a formula if it begins with one of these, also after blanks and
 * what is not seen, and full width. An apostrophe before it makes it a text. One that has apostrophes
 * already gets another, so that whoever takes one off gets the text back exactly.
 */
const formula = /^'*(?:[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|[\t\r\n])/u;

/** Writes a text as a cell by RFC 4180, which a spreadsheet takes for no formula. */
export function toCsvCell(text: string): string {
  const disarmed = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}

/** The text that {@link toCsvCell} disarmed, from the content of its cell. */
export function toTextOfCell(content: string): string {
  return content.startsWith("'") && formula.test(content) ? content.slice(1) : content;
}
