/** In characters. Shorter secrets are like words: striking them out would damage other texts. */
const shortestSecret = 10;

/** In characters, what one character may be written as: a backslash within JSON within JSON. */
const longestForm = 12;

const namedEntities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** In characters. No server takes a header that is longer, and to search for it would take seconds. */
const longestSecret = 16_384;

/** In characters. A pattern for more would be refused, or take for ever: what is longer is cut. */
const longestPattern = 400;

/** Where mails, PEM files and log viewers break a line: no secret holds such a break. */
const lineBreak = '(?:=?\\r?\\n[ \\t]*|(?:\\\\{1,3}r)?\\\\{1,3}n)?';

/**
 * Strikes secrets out of a text, also as JSON (within JSON), HTML and URLs write them, and where
 * lines are wrapped: servers answer with what they were sent. It never throws.
 */
export function redact(text: string, secrets: readonly string[]): string {
  if (text.length < shortestSecret) return text;
  if (secrets.some(({ length }) => length > longestSecret)) return '[redacted]';
  let redacted = text;
  // The longest first: one may be a part of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    for (const piece of cut(secret.trim())) {
      const pattern = Array.from(piece.match(/\\+|[\s\S]/gu) ?? [], toPattern).join(lineBreak);
      redacted = redacted.replace(new RegExp(pattern + lineBreak, 'g'), '[redacted]');
    }
  }
  return redacted;
}

/** Cuts a secret into pieces of about the same length, none of them as short as a word. */
function cut(secret: string): string[] {
  const characters = Array.from(secret);
  if (secret.length < shortestSecret) return [];
  const size = Math.ceil(characters.length / Math.ceil(characters.length / longestPattern));
  const pieces: string[] = [];
  for (let at = 0; at < characters.length; at += size) {
    // A run of backslashes is written as one.
    pieces.push(characters.slice(at, at + size).join(''));
  }
  return pieces;
}

/** The same for the beginning of a text: a secret that may be cut in two at its end is left out. */
export function redactBeginning(text: string, secrets: readonly string[]): string {
  const longest = Math.max(0, ...secrets.map(({ length }) => length)) * longestForm;
  const redacted = redact(text, secrets);
  return redacted.slice(0, Math.max(0, redacted.length - longest));
}

/** A pattern for all ways to write a character. Letters and digits are never escaped. */
function toPattern(character: string): string {
  if (/\w/.test(character)) return character;
  if (character.startsWith('\\')) return toBackslashPattern(character.length);
  const units = character.split('').map(toHex);
  const literal = units.map((unit) => `\\u${unit}`).join('');
  const escaped = units.map((unit) => `\\\\{1,7}u${toAnyCase(unit)}`).join('');
  const point = character.codePointAt(0) ?? 0;
  const forms = [
    escaped,
    `&#0*${point};`,
    `&#[xX]0*${toAnyCase(point.toString(16))};`,
    namedEntities[character],
    character === ' ' ? '\\+' : undefined,
    toAnyCase(toPercent(character)),
    // The last: `&` begins `&amp;`, whose rest would stay.
    `\\\\{0,7}${literal}`,
  ];
  return `(?:${forms.filter(Boolean).join('|')})`;
}

/** One pattern for a run of them: several that could share it out would take for ever to fail. */
const toBackslashPattern = (count: number) =>
  `(?:\\\\{${count},${count * 8}}|(?:\\\\{1,7}u005[cC]|&#0*92;|&#[xX]0*5[cC];|%5[cC]){${count}})`;

const toHex = (unit: string) => unit.charCodeAt(0).toString(16).padStart(4, '0');

const toAnyCase = (digits: string) =>
  digits.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);

/** `encodeURIComponent` leaves some as they are, and refuses half a character. */
function toPercent(character: string): string {
  if (character < '\x80') return `%${toHex(character).slice(2)}`;
  return encodeURIComponent(character.replace(/\p{Surrogate}/u, '\ufffd'));
}
