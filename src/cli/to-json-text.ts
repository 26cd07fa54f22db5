/** What JSON leaves as it is, and a terminal does not: further controls, and marks of direction. */
const controls = /[\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** JSON that moves no cursor: what it escapes means the same to every reader. */
export function toJsonText(value: unknown, indent?: number): string {
  return escapeJsonControls(JSON.stringify(value, undefined, indent));
}

/** The same for a text that is JSON already. */
export function escapeJsonControls(json: string): string {
  return json.replace(
    controls,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
