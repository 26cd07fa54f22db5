/** Text for the end of a command's help. */
export function toExamples(lines: readonly string[]): string {
  const shown = lines.map((line) => `  $ ${line}`).join('\n');
  return `\n${lines.length === 1 ? 'Example' : 'Examples'}:\n${shown}`;
}
