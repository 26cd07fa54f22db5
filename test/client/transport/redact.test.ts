import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/client/transport/redact.ts';
import { createRandom } from '../../../src/testing/random.ts';

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

/** What bounds a secret in the texts below: no secret holds it, so that none can begin before it. */
const edge = '|';

const secrets = fc
  .string({ unit: 'grapheme', minLength: 10, maxLength: 30 })
  .filter((secret) => secret.trim() === secret && !secret.includes(edge));

/** What must be left of a text in which a secret stands encoded: all that is not the secret. */
const toExpected = (encode: (text: string) => string, before: string) =>
  `${before}${edge}${encode('placeholder').replace('placeholder', '[redacted]')}${edge} end`;

/** Backslashes before a quote that ends a secret may go with it. */
const withoutBackslashes = (text: string) => text.replaceAll('\\', '');

describe.each(encodings)('a secret %s', (_, encode) => {
  it('is gone, and nothing else is, whatever it is made of', () => {
    fc.assert(
      fc.property(secrets, fc.string({ maxLength: 9 }), (secret, around) => {
        const before = encode(around);
        const text = `${before}${edge}${encode(secret)}${edge} end`;
        const redacted = redact(text, [secret]);
        expect(withoutBackslashes(redacted)).toBe(withoutBackslashes(toExpected(encode, before)));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a token', 'eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2ln'],
    ['a password', 'pass/word "é" 🏭\\<&>\'+%'],
    ['a password of backslashes', '\\\\\\a\\\\b\\c/d\\'],
    ['ten characters', '0123456789'],
  ])('is gone where it is %s', (__, secret) => {
    const redacted = redact(`${encode(secret)}, ${encode(secret)}.`, [secret]);
    const [longest = ''] = secret.match(/\w{3,}/g) ?? [];
    if (longest !== '') expect(redacted).not.toContain(longest);
    expect(redacted).not.toContain(encode(secret));
    expect(redacted.match(/\[redacted\]/g)).toHaveLength(2);
  });
});

describe('a secret that is long', () => {
  const random = createRandom(7);
  const secret = Array.from({ length: 4_000 }, () =>
    String.fromCodePoint(33 + Math.floor(random() * 90)),
  ).join('');

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret)],
    ['wrapped at 76 characters', secret.replace(/.{76}/g, '$&\r\n')],
    ['folded as a header', secret.replace(/.{70}/g, '$&\n ')],
    ['wrapped in JSON', JSON.stringify(secret.replace(/.{76}/g, '$&\n'))],
  ])('is struck out %s', (_, text) => {
    const redacted = redact(`before ${text} after`, [secret]);
    expect(redacted.replaceAll('[redacted]', '').replace(/[\s"]|\\n/g, '')).toBe('beforeafter');
  });
});

describe('redact', () => {
  it('shows nothing of a text where a secret is longer than any header', () => {
    expect(redact('whatever it says', ['a'.repeat(1_000_000)])).toBe('[redacted]');
  });

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
    expect(redact('123456789 1234567890', ['123456789'])).toBe('123456789 1234567890');
    expect(redact('123456789 1234567890', ['1234567890'])).toBe('123456789 [redacted]');
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
