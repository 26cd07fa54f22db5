import type { Duplex } from 'node:stream';
import { createCodedError } from './fetch-error.ts';

/** In ms, how long it may take until a connection can carry a request. Node's `fetch` waits as long. */
export const longestConnect = 10_000;

/** Sockets that cannot carry a request yet. */
const connecting = new WeakSet<object>();

/**
 * Notes that a socket carries nothing until an event says that it is connected, and ends it where
 * that takes too long.
 */
export function watchConnecting<T extends Duplex>(
  socket: T,
  connected: 'connect' | 'secureConnect',
): T {
  connecting.add(socket);
  const timer = setTimeout(() => socket.destroy(createTimeout()), longestConnect);
  socket.once(connected, () => {
    connecting.delete(socket);
    clearTimeout(timer);
  });
  socket.once('close', () => clearTimeout(timer));
  return socket;
}

/** Whether a socket surely has carried nothing yet. */
export const isConnecting = (socket: object | null | undefined) =>
  socket !== null && socket !== undefined && connecting.has(socket);

/**
 * Says of an error that it came while connecting: then nothing of a request has left this machine,
 * whatever the error's own code would mean later.
 */
export function toConnectError(cause: Error): Error {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (syscall === 'connect' || syscall === 'getaddrinfo') return cause;
  const error = new Error(`no connection came about: ${cause.message}`, { cause });
  return Object.assign(error, code !== undefined && { code }, { syscall: 'connect' });
}

/** Codes that mean a failed handshake while connecting, and a broken connection later. */
const ofHandshake = /^(ERR_(SSL|TLS)_|EPROTO$|CERT_)/;

/** Says of an error that it came later, when the request may have been carried out. */
export function toBrokenError(cause: Error): Error {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === undefined || !ofHandshake.test(code)) return cause;
  return createCodedError(`the connection broke: ${cause.message}`, 'ECONNRESET', cause);
}

/** As the system says it, which would take minutes. */
const createTimeout = () =>
  Object.assign(new Error(`connect ETIMEDOUT after ${longestConnect} ms`), {
    code: 'ETIMEDOUT',
    syscall: 'connect',
  });
