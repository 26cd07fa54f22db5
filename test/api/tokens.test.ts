import { sign } from 'hono/jwt';
import { describe, expect, it } from 'vitest';
import { createTokens } from '../../src/api/tokens.ts';

const tokens = createTokens({ secret: 'secret', lifetime: 1000, now: () => 0 });

describe('a token', () => {
  it.each(['user101', 'üser 🙂', ''])('is of the user that it was made for: "%s"', (userId) => {
    expect(tokens.findUserId(tokens.create(userId))).toBe(userId);
  });

  it('is one that other libraries make and read', async () => {
    const token = await sign({ sub: 'user101', exp: 9e9 }, 'secret', 'HS256');

    expect(tokens.findUserId(token)).toBe('user101');
    expect(tokens.findUserId(await sign({ sub: 'user101', exp: 9e9 }, 'other'))).toBeUndefined();
  });

  it("is nobody's once a character of it is changed, cut off or added", () => {
    const token = tokens.create('user101');

    for (let index = 0; index < token.length; index += 1) {
      const other = token[index] === 'A' ? 'B' : 'A';
      const changed = `${token.slice(0, index)}${other}${token.slice(index + 1)}`;
      expect(tokens.findUserId(changed), changed).toBeUndefined();
    }
    for (const changed of [
      token.slice(0, -1),
      `${token}A`,
      `${token}.A`,
      `.${token}`,
      `${token}=`,
    ]) {
      expect(tokens.findUserId(changed), changed).toBeUndefined();
    }
  });

  it.each(['', '.', '..', 'a', 'a.b', 'a.b.c', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyMTAxIn0.'])(
    'is not "%s"',
    (text) => {
      expect(tokens.findUserId(text)).toBeUndefined();
    },
  );

  it.each([{ exp: 9e9 }, { sub: 5, exp: 9e9 }, { sub: 'a' }, { sub: 'a', exp: '9' }])(
    "is nobody's with the claims %j",
    async (claims) => {
      expect(tokens.findUserId(await sign(claims as { exp: number }, 'secret'))).toBeUndefined();
    },
  );
});
