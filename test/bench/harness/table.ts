import type { Figure } from './statistics.ts';

/** `1.31 ±0.04` */
export const showFigure = ({ median, margin }: Figure, digits = 2) =>
  `${median.toFixed(digits)} ±${margin.toFixed(digits)}`;

/** A Markdown table, its columns as wide as they must be. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const toLine = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [toLine(head), rule, ...body.map(toLine)].join('\n');
}

/** Cells by client and column, in the order in which they were first filled in. */
export class Board {
  readonly #columns: string[] = [];
  readonly #cells = new Map<string, Map<string, string>>();

  constructor(names: readonly string[]) {
    for (const name of names) this.#cells.set(name, new Map());
  }

  set(name: string, column: string, cell: string): void {
    if (!this.#columns.includes(column)) this.#columns.push(column);
    this.#cells.get(name)?.set(column, cell);
  }

  /** The cells that are filled, for a program to read. */
  toJSON(): Record<string, Record<string, string>> {
    return Object.fromEntries(
      [...this.#cells].map(([name, cells]) => [name, Object.fromEntries(cells)]),
    );
  }

  toString(): string {
    const rows = [...this.#cells].map(([name, cells]) => [
      name,
      ...this.#columns.map((column) => cells.get(column) ?? '–'),
    ]);
    return toTable([['client', ...this.#columns], ...rows]);
  }
}
