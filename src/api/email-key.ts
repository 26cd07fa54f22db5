/**
 * What emails are compared by: neither case nor the way in which an accent is encoded tells two of
 * them apart.
 */
export function toEmailKey(email: string): string {
  // Lower case can fall apart into letter and accent again, as that of `İ` does.
  return email.normalize('NFC').toLowerCase().normalize('NFC');
}

const part = '[^\\s@\\p{Cc}\\p{Cf}\\p{Cs}]';
const label = part.replace('@', '@.');
const emailPattern = new RegExp(`^${part}+@${label}+(\\.${label}+)*$`, 'u');

/** Whether a text is an email: one `@`, a domain behind it, and nothing that cannot be seen. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && emailPattern.test(text);
}
