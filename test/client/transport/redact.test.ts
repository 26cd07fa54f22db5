import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/client/transport/redact.ts';

const toEntities = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (c) => `&${{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' }[c] ?? '#39'};`,
  );
const toAscii = (json: string) =>
  json.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

const encodings: [string, (text: string) => string][] = [
  ['as it is', (text) => text],
  ['in JSON', JSON.stringify],
  ['in JSON with escaped slashes', (text) => JSON.stringify(text).replaceAll('/', '\\/')],
  ['in JSON made of ASCII', (text) => toAscii(JSON.stringify(text))],
  [
    'in ASCII of upper case',
    (text) => toAscii(text).replace(/(?<=\\u)\w{4}/g, (hex) => hex.toUpperCase()),
  ],
  ['in JSON within JSON', (text) => JSON.stringify({ sent: JSON.stringify(text) })],
  ['in a URL', encodeURIComponent],
  ['in a form', (text) => new URLSearchParams({ text }).toString()],
  ['in HTML', toEntities],
  [
    'in numbered entities',
    (text) => text.replace(/[^\w]/gu, (c) => `&#x${c.codePointAt(0)?.toString(16)};`),
  ],
];

const secrets = fc
  .string({ unit: 'grapheme', minLength: 10, maxLength: 30 })
  .filter((secret) => secret.trim() === secret && !/redacted/.test(secret));

describe.each(encodings)('a secret %s', (_, encode) => {
  it('is struck out, whatever it is made of', () => {
    fc.assert(
      fc.property(secrets, fc.string(), (secret, around) => {
        const redacted = redact(`${encode(`${around} `)}${encode(secret)} end`, [secret]);
        expect(redacted).toContain('[redacted]');
        expect(redacted).toContain('end');
      }),
    );
  });
});

describe('redact', () => {
  it('strikes out every occurrence of every secret', () => {
    const text = 'first-secret second-secret first-secret';
    expect(redact(text, ['first-secret', 'second-secret'])).toBe(
      '[redacted] [redacted] [redacted]',
    );
  });

  it('leaves a text without secrets as it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(redact(text, ['a-secret-that-is-not-there', ''])).toBe(text);
      }),
    );
  });

  it('leaves words alone that are too short to be secrets', () => {
    expect(redact('not found', ['not', 'found', '   not   '])).toBe('not found');
  });

  it('takes no character of a secret for a pattern', () => {
    expect(redact('aaaaaaaaaaaa', ['a.a.a.a.a.a.'])).toBe('aaaaaaaaaaaa');
    expect(redact('x(a+)+$[^]x{10}y', ['(a+)+$[^]x{10}'])).toBe('x[redacted]y');
    expect(redact('1234567890', ["$&$1$`$'$&"])).toBe('1234567890');
  });

  it.each(['\\', '\\\\"', '&#', '%', '&#0'])('comes to an end with a long text of %j', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length));
    expect(redact(text, [`${'\\'.repeat(8)}"/&% pass word`])).toBe(text);
  });
});
