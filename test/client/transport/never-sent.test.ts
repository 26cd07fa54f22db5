import { describe, expect, test } from 'vitest';
import { isNeverSent } from '../../../src/client/transport/to-error.ts';

/** An error as a runtime's `fetch` rejects with it. */
const toFailure = (message: string, code?: string, cause?: Error) =>
  Object.assign(new TypeError(message, { cause }), code !== undefined && { code });
const fromNode = (message: string, code: string) =>
  toFailure('fetch failed', undefined, toFailure(message, code));
const fromDeno = (message: string) =>
  toFailure('fetch failed', undefined, new Error(`error sending request for url: ${message}`));

describe('a request was never sent', () => {
  test.each([
    ['refused in Node', fromNode('connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED')],
    ['refused in Bun', toFailure('ECONNREFUSED: Unable to connect.', 'ECONNREFUSED')],
    ['refused in Deno', fromDeno('client error (Connect): tcp connect error: Connection refused')],
    ['no such host in Node', fromNode('getaddrinfo ENOTFOUND nothing.invalid', 'ENOTFOUND')],
    ['no such host in Deno', fromDeno('client error (Connect): dns error: failed to lookup')],
    ['no TLS in Node', fromNode('wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER')],
    ['no TLS in Bun', toFailure('EPROTO: The TLS handshake failed.', 'EPROTO')],
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
    ['a protocol error in Node', fromNode('write EPROTO', 'EPROTO')],
    ['anything in workerd', new Error('Network connection lost.')],
    ['anything in Chromium', toFailure('Failed to fetch')],
    ['anything in Firefox', toFailure('NetworkError when attempting to fetch resource.')],
  ])('when it is %s', (_name, failure) => {
    expect(isNeverSent(failure)).toBe(false);
  });
});
