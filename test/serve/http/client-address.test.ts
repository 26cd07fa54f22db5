import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { toClientAddress } from '../../../src/serve/http/client-address.ts';

function toAddress(remoteAddress: string | undefined, forwarded?: string, isBehindProxy = false) {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return toClientAddress({ socket: { remoteAddress }, headers } as IncomingMessage, isBehindProxy);
}

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  [undefined, ''],
])('takes %s for %s', (address, client) => {
  expect(toAddress(address)).toBe(client);
});

describe('behind a proxy', () => {
  it('is the client that the proxy named last', () => {
    expect(toAddress('127.0.0.1', '198.51.100.7, 192.0.2.1', true)).toBe('192.0.2.1');
    expect(toAddress('127.0.0.1', '2001:db8:1:2::6', true)).toBe('2001:db8:1:2');
  });

  it('is the proxy where it named none', () => {
    expect(toAddress('127.0.0.1', undefined, true)).toBe('127.0.0.1');
    expect(toAddress('127.0.0.1', ' ', true)).toBe('127.0.0.1');
  });
});

it('is not what a client says of itself', () => {
  expect(toAddress('127.0.0.1', '192.0.2.1')).toBe('127.0.0.1');
});
