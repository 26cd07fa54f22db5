import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { toJson } from './read-request.ts';

/** Makes the tokens of the API and knows whose they are. */
export interface Tokens {
  create(userId: string): string;
  /** Whose token it is, or `undefined` when it is expired or was never valid. */
  findUserId(token: string): string | undefined;
  /** Accepts any text as a token of this user, without an end. */
  accept(token: string, userId: string): void;
}

export interface TokensOptions {
  readonly secret: string;
  /** In milliseconds. */
  readonly lifetime: number;
  readonly now: () => number;
}

/**
 * JSON web tokens, signed with HS256. The signature is computed at once: WebCrypto would have every
 * request wait in one queue with the passwords that are hashed, and pages on plain http lack it.
 */
export function createTokens({ secret, lifetime, now }: TokensOptions): Tokens {
  const header = toBase64Url('{"alg":"HS256","typ":"JWT"}');
  const keyed = hmac.create(sha256, encode(secret));
  const accepted = new Map<string, string>();
  // Checking a signature costs more than the rest of a small request.
  const checked = new Map<string, Claims>();
  let created = 0;

  const sign = (text: string) =>
    toBase64Url(String.fromCharCode(...keyed.clone().update(encode(text)).digest()));

  function check(token: string): Claims | undefined {
    const end = token.lastIndexOf('.');
    const signed = token.slice(0, Math.max(end, 0));
    if (!isSame(token.slice(end + 1), sign(signed))) return undefined;
    const claims = readClaims(signed.slice(signed.indexOf('.') + 1));
    if (checked.size >= 1000) checked.clear();
    checked.set(token, claims);
    return claims;
  }

  return {
    create(userId) {
      created += 1;
      const issuedAt = now() / 1000;
      const claims = {
        sub: userId,
        iat: issuedAt,
        exp: issuedAt + lifetime / 1000,
        // Tells apart two tokens that one user got in the same millisecond.
        jti: `${created}`,
      };
      const signed = `${header}.${toBase64Url(toBinary(JSON.stringify(claims)))}`;
      return `${signed}.${sign(signed)}`;
    },
    findUserId(token) {
      const acceptedFor = accepted.get(token);
      if (acceptedFor !== undefined) return acceptedFor;
      const { sub, exp } = checked.get(token) ?? check(token) ?? {};
      const isValid = typeof sub === 'string' && typeof exp === 'number' && now() < exp * 1000;
      return isValid ? sub : undefined;
    },
    accept(token, userId) {
      accepted.set(token, userId);
    },
  };
}

interface Claims {
  readonly sub?: unknown;
  readonly exp?: unknown;
}

/** Reads the payload of a token whose signature is right. */
function readClaims(payload: string): Claims {
  const binary = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
  return (toJson(new TextDecoder().decode(bytes)) ?? {}) as Claims;
}

/** Compares in constant time, so that the time does not show how much of a signature is right. */
function isSame(given: string, expected: string): boolean {
  let difference = given.length ^ expected.length;
  for (let index = 0; index < expected.length; index += 1) {
    difference |= given.charCodeAt(index) ^ expected.charCodeAt(index);
  }
  return difference === 0;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** UTF-8, one character for each byte. */
function toBinary(text: string): string {
  return Array.from(encode(text), (byte) => String.fromCharCode(byte)).join('');
}

function toBase64Url(binary: string): string {
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
