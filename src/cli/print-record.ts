import { escapeControls } from '../core/escape-controls.ts';
import type { Output } from './output.ts';

/** A field that is shown: its name, and a stored text. */
export type ShownField = readonly [name: string, value: string | number | undefined];

/** Prints fields one below the other, then a text as it is, but for what would control a terminal. */
export async function printRecord(
  output: Output,
  fields: readonly ShownField[],
  text?: string,
): Promise<void> {
  const shown = fields.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...shown.map(([name]) => name.length)) + 2;
  const lines = shown.map(
    ([name, value]) => `${name.padEnd(width)}${escapeControls(`${value}`)}\n`,
  );
  const rest = text === undefined ? '' : `\n${escapeText(text)}\n`;
  await output.write(`${lines.join('')}${rest}`);
}

/** A text over several lines, which controls no terminal. */
export function escapeText(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.split('\t').map(escapeControls).join('\t'))
    .join('\n');
}
