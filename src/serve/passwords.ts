import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { Passwords } from '../api/passwords.ts';
import { createFairQueue } from './fair-queue.ts';

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const keyLength = 32;

/** 32 MiB and three rounds, as OWASP recommends. */
const defaultCost = 2 ** 15;

/** Leaves one core, and one of Node's four threads, for everything else. */
const concurrency = Math.min(Math.max(availableParallelism() - 1, 1), 3);

/** Passwords kept as salted scrypt hashes, each with the cost that it was made at. */
export function createScryptPasswords(cost = defaultCost): Passwords {
  const queue = createFairQueue({ concurrency, waitingPerAddress: 64, waiting: 256 });
  // Compared with if there is no such user, so that the answer takes the same time.
  const nobody = toHash(cost, randomBytes(16), randomBytes(keyLength));

  return {
    hash: (password, caller) =>
      queue.run(async () => {
        const salt = randomBytes(16);
        return toHash(cost, salt, await deriveKey(password, salt, keyLength, toOptions(cost)));
      }, caller),
    isMatch: (password, hash, caller, mayBegin) =>
      queue.run(
        async () => {
          const [hashCost = '', salt = '', key = ''] = (hash ?? nobody).split(':');
          const options = toOptions(Number(hashCost));
          const derived = await deriveKey(password, Buffer.from(salt, 'hex'), keyLength, options);
          return timingSafeEqual(derived, Buffer.from(key, 'hex')) && hash !== undefined;
        },
        caller,
        mayBegin,
      ),
  };
}

function toOptions(cost: number): ScryptOptions {
  return { N: cost, r: 8, p: 3, maxmem: 128 * 1024 * 1024 };
}

function toHash(cost: number, salt: Buffer, key: Buffer): string {
  return `${cost}:${salt.toString('hex')}:${key.toString('hex')}`;
}
