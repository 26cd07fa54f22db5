import type { Prompt } from '../index.ts';
import { CliError } from './cli-error.ts';
import { escapeJsonControls } from './to-json-text.ts';

const start = '// <promptcrafter>';
const end = '// </promptcrafter>';
/** At the begin of a line: a prompt may hold the same text, but stands indented and on one line. */
const startLine = /^\/\/ <promptcrafter>/m;
const endLine = /^\/\/ <\/promptcrafter>/m;
const note = `${start} Written by \`promptcrafter-client prompts pull\`: changes in this block are lost.`;

/** An id in the block, also after a formatter. */
const writtenId = /\b_id['"]?:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g;

/**
 * A module that holds prompts by id, as literals. What stands outside of its block in the module so far
 * is kept, and prompts keep their order; new ones come last.
 */
export function toPromptModule(before: string, prompts: readonly Prompt[]): string {
  const [head, block, tail] = split(before);
  const order = Array.from(block.matchAll(writtenId), ([, double, single]) =>
    readId(double, single),
  );
  const place = ({ _id }: Prompt) => {
    const at = order.indexOf(_id);
    return at === -1 ? order.length : at;
  };
  const sorted = [...prompts].sort((a, b) => place(a) - place(b));
  return `${head}${note}\nexport const prompts = {\n${sorted.map(toEntry).join('')}} as const;\n${end}${tail}`;
}

function split(module: string): [head: string, block: string, tail: string] {
  const from = module.search(startLine);
  const length = from === -1 ? -1 : module.slice(from).search(endLine);
  const to = length === -1 ? -1 : from + length;
  if (from === -1 && !endLine.test(module)) {
    return [module === '' || module.endsWith('\n') ? module : `${module}\n`, '', '\n'];
  }
  if (from === -1 || to === -1) {
    throw new CliError(
      `Failed to pull the prompts: the block of the module lacks its line ${from === -1 ? start : end}. Put it back, or remove the block.`,
    );
  }
  return [module.slice(0, from), module.slice(from, to), module.slice(to + end.length)];
}

function readId(double: string | undefined, single: string | undefined): string {
  try {
    const escaped = double ?? single?.replaceAll("\\'", "'").replaceAll('"', '\\"') ?? '';
    return JSON.parse(`"${escaped}"`);
  } catch {
    return '';
  }
}

function toEntry({
  _id,
  ownerId,
  title,
  content,
  model,
  tags,
  createdAt,
  updatedAt,
}: Prompt): string {
  const fields = { _id, ownerId, title, content, model, tags, createdAt, updatedAt };
  const lines = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `    ${name}: ${toLiteral(value)},\n`);
  return `  ${toLiteral(_id)}: {\n${lines.join('')}  },\n`;
}

function toLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  return escapeJsonControls(JSON.stringify(value));
}
