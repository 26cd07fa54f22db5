/** A block of code that documentation shows. */
export interface Snippet {
  /** Where it begins: `README.md:12`. */
  readonly place: string;
  readonly code: string;
}

const fence = /^( *(?:\* ?)?)```(\w*)/;

/** Finds the TypeScript and JavaScript blocks of a Markdown text, or of the comments of a source. */
export function extractSnippets(file: string, text: string): Snippet[] {
  const snippets: Snippet[] = [];
  let block: { place: string; margin: number; isCode: boolean; lines: string[] } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const [, margin = '', language = ''] = fence.exec(line) ?? [];
    const isFence = fence.test(line);
    if (block && isFence) {
      if (block.isCode) snippets.push({ place: block.place, code: block.lines.join('\n') });
      block = undefined;
    } else if (isFence) {
      const isCode = /^(ts|js|typescript|javascript)$/.test(language);
      block = { place: `${file}:${index + 1}`, margin: margin.length, isCode, lines: [] };
    } else {
      block?.lines.push(line.slice(block.margin));
    }
  }
  return snippets;
}
