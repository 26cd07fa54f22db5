import { escapeHtml } from './escape-html.ts';
import { pageStyle } from './page-style.ts';

/** A page of one file. Its policy allows its own style and nothing else, whatever is in the texts. */
export function writePage(title: string, parts: readonly string[]): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(title)}</title><style>${pageStyle}</style></head><body><main>`,
    ...parts,
    '</main></body></html>\n',
  ].join('');
}
