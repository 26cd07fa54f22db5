import type { Awaitable } from './store.ts';

/** How passwords are kept: the API sees nothing of the method. */
export interface Passwords {
  hash(password: string): Awaitable<string>;
  /** A hash of `undefined` matches nothing, and takes as long to find out. */
  isMatch(password: string, hash: string | undefined): Awaitable<boolean>;
}

// Few, since these passwords guard nothing and tests log in often.
const rounds = 1000;

/** Passwords kept as salted PBKDF2 hashes, with nothing but WebCrypto. */
export function createPasswords(): Passwords {
  return {
    async hash(password) {
      const salt = toHex(crypto.getRandomValues(new Uint8Array(16)));
      return `${salt}:${await derive(password, salt)}`;
    },
    async isMatch(password, hash) {
      const [salt = '', expected] = hash?.split(':') ?? [];
      return (await derive(password, salt)) === expected;
    },
  };
}

async function derive(password: string, salt: string): Promise<string> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', encoder.encode(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const algorithm = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: encoder.encode(salt),
    iterations: rounds,
  };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, 256)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
