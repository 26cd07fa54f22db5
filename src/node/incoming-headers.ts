import type { IncomingHttpHeaders } from 'node:http';
import type { NodeHeaders } from './node-response.ts';

/** The headers that Node has parsed. */
export class IncomingHeaders implements NodeHeaders {
  readonly #headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  get(name: string): string | null {
    const known = name.toLowerCase();
    const value = Object.hasOwn(this.#headers, known) ? this.#headers[known] : undefined;
    if (value === undefined) return null;
    return typeof value === 'string' ? value : value.join(', ');
  }

  has(name: string): boolean {
    return this.get(name) !== null;
  }

  getSetCookie(): string[] {
    return [...(this.#headers['set-cookie'] ?? [])];
  }

  *entries(): Generator<[name: string, value: string], undefined> {
    for (const [name, value = ''] of Object.entries(this.#headers)) {
      for (const each of typeof value === 'string' ? [value] : value) yield [name, each];
    }
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of this.entries()) visit(value, name);
  }

  [Symbol.iterator](): Generator<[name: string, value: string], undefined> {
    return this.entries();
  }
}
