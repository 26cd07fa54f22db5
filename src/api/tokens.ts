import { sign, verify } from 'hono/jwt';

/** Makes the tokens of the API and knows whose they are. */
export interface Tokens {
  create(userId: string): Promise<string>;
  /** Whose token it is, or `undefined` when it is expired or was never valid. */
  findUserId(token: string): Promise<string | undefined>;
  /** Takes any text for a token of this user, for ever. */
  accept(token: string, userId: string): void;
}

export interface TokensOptions {
  readonly secret: string;
  /** In milliseconds. */
  readonly lifetime: number;
  readonly now: () => number;
}

interface Claims {
  readonly userId: string;
  readonly expiresAt: number;
}

export function createTokens({ secret, lifetime, now }: TokensOptions): Tokens {
  const accepted = new Map<string, string>();
  // Checking a signature costs more than the rest of a small request.
  const checked = new Map<string, Claims>();
  let created = 0;

  return {
    create(userId) {
      created += 1;
      const issuedAt = now() / 1000;
      // The counter tells apart two tokens that one user got in the same millisecond.
      const claims = {
        sub: userId,
        iat: issuedAt,
        exp: issuedAt + lifetime / 1000,
        jti: `${created}`,
      };
      return sign(claims, secret, 'HS256');
    },
    async findUserId(token) {
      const acceptedFor = accepted.get(token);
      if (acceptedFor !== undefined) return acceptedFor;
      const claims = checked.get(token) ?? (await readClaims(token, secret));
      if (!claims) return undefined;
      if (checked.size >= 1000) checked.clear();
      checked.set(token, claims);
      return now() < claims.expiresAt ? claims.userId : undefined;
    },
    accept(token, userId) {
      accepted.set(token, userId);
    },
  };
}

async function readClaims(token: string, secret: string): Promise<Claims | undefined> {
  try {
    // The library reads the machine's clock; the API has its own.
    const { sub, exp } = await verify(token, secret, {
      alg: 'HS256',
      exp: false,
      iat: false,
      nbf: false,
    });
    if (typeof sub !== 'string' || typeof exp !== 'number') return undefined;
    return { userId: sub, expiresAt: exp * 1000 };
  } catch {
    return undefined;
  }
}
