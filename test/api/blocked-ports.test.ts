import { expect, it } from 'vitest';
import { isBlockedPort } from '../../src/api/blocked-ports.ts';

const ports = Array.from({ length: 11_000 }, (_, port) => port);

it('names the ports that fetch refuses to ask', async () => {
  const blocked = ports.filter(isBlockedPort);
  const reasons = await Promise.all(
    blocked.map((port) => fetch(`http://127.0.0.1:${port}/`).catch((error) => error.cause.message)),
  );

  expect(new Set(reasons)).toEqual(new Set(['bad port']));
  expect(blocked).toHaveLength(82);
});

it.each([0, 80, 443, 3000, 8080, 8787, 65_535])('does not name %i', (port) => {
  expect(isBlockedPort(port)).toBe(false);
});
