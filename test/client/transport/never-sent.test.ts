import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { isNeverSent } from '../../../src/client/transport/fetch-failure.ts';

/** An error as a runtime's `fetch` rejects with it. */
const toFailure = (message: string, code?: string, cause?: Error) =>
  Object.assign(new TypeError(message, { cause }), code !== undefined && { code });
const fromNode = (message: string, code: string) =>
  toFailure('fetch failed', undefined, toFailure(message, code));
const fromDeno = (message: string) =>
  toFailure('fetch failed', undefined, new Error(`error sending request for url: ${message}`));

const connectFailure = (code: string) =>
  Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code, syscall: 'connect' });
const resetFailure = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
const atEveryAddress = (...errors: Error[]) =>
  toFailure(
    'fetch failed',
    undefined,
    Object.assign(new AggregateError(errors), { code: 'ECONNREFUSED' }),
  );
const tunnelRefused = Object.assign(new Error('Proxy response (407) !== 200 when HTTP Tunneling'), {
  code: 'UND_ERR_ABORTED',
});
const beforeTls = 'Client network socket disconnected before secure TLS connection was established';
const foreign = `
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  new TypeError('fetch failed', { cause })`;

describe('a request was never sent', () => {
  test.each([
    ['refused in Node', fromNode('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED')],
    ['refused in Bun', toFailure('ECONNREFUSED: Unable to connect.', 'ECONNREFUSED')],
    ['refused in Deno', fromDeno('client error (Connect): tcp connect error: Connection refused')],
    ['no such host in Node', fromNode('getaddrinfo ENOTFOUND nothing.invalid', 'ENOTFOUND')],
    ['no such host in Deno', fromDeno('client error (Connect): dns error: failed to lookup')],
    ['no TLS in Node', fromNode('wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER')],
    ['no TLS in Bun', toFailure('EPROTO: The TLS handshake failed.', 'EPROTO')],
    ['unreachable in Node', fromNode('connect ENETUNREACH 192.0.2.1:443', 'ENETUNREACH')],
    ['too slow to connect', fromNode('Connect Timeout Error', 'UND_ERR_CONNECT_TIMEOUT')],
    ['cut off by the system as it connects', connectFailure('ETIMEDOUT')],
    ['refused at every address', atEveryAddress(connectFailure('ECONNREFUSED'))],
    [
      'stopped by the system as it asks for the address',
      Object.assign(new Error('busy'), { code: 'EBUSY', syscall: 'getaddrinfo' }),
    ],
    [
      'stopped by the system as it connects',
      Object.assign(new Error('not allowed'), { code: 'EPERM', syscall: 'connect' }),
    ],
    ['a proxy that refuses its tunnel', toFailure('fetch failed', undefined, tunnelRefused)],
    ['to a port that is blocked', toFailure('fetch failed', undefined, new Error('bad port'))],
    [
      'a header that is refused',
      fromNode('invalid transfer-encoding header', 'UND_ERR_INVALID_ARG'),
    ],
    ['a header that is not supported', fromNode('expect header', 'UND_ERR_NOT_SUPPORTED')],
    ['a signal of another realm', toFailure('Expected signal to be an instance of AbortSignal.')],
    ['cut off before TLS is up', fromNode(beforeTls, 'ECONNRESET')],
    ['refused in another realm', runInNewContext(foreign)],
    ['a certificate of its own in Node', fromNode('self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT')],
  ])('when it is %s', (_name, failure) => {
    expect(isNeverSent(failure)).toBe(true);
  });
});

describe('a request may have been sent', () => {
  test.each([
    ['reset in Node', fromNode('read ECONNRESET', 'ECONNRESET')],
    ['closed in Node', fromNode('other side closed', 'UND_ERR_SOCKET')],
    ['reset in Bun', toFailure('ECONNRESET: The socket was closed.', 'ECONNRESET')],
    ['reset in Deno', fromDeno('client error (SendRequest): connection closed')],
    ['a TLS alert in Node', fromNode('bad record mac', 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC')],
    ['reset at one address of two', atEveryAddress(connectFailure('ECONNREFUSED'), resetFailure)],
    ['a protocol error in Node', fromNode('write EPROTO', 'EPROTO')],
    ['anything in workerd', new Error('Network connection lost.')],
    ['anything in Chromium', toFailure('Failed to fetch')],
    ['anything in Firefox', toFailure('NetworkError when attempting to fetch resource.')],
  ])('when it is %s', (_name, failure) => {
    expect(isNeverSent(failure)).toBe(false);
  });
});
