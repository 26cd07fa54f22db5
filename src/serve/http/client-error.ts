import type { Duplex } from 'node:stream';
import { apiErrors } from '../../api/api-errors.ts';
import { toStatusText } from '../../core/status-texts.ts';
import { getErrorCode } from '../serve-error.ts';

/** Answers what is cut off or refused before it is a request. */
export function answerClientError(error: Error, socket: Duplex, lingerMs: number): void {
  if (!socket.writable) return;
  const [status, text] = clientErrors[getErrorCode(error)] ?? apiErrors.malformedRequest;
  const body = JSON.stringify({ error: text });
  const head = [
    `HTTP/1.1 ${status} ${toStatusText(status)}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Destroyed at once while its client still sends, the connection could take the answer with it.
  setTimeout(() => socket.destroy(), lingerMs).unref();
}

const clientErrors: Readonly<Record<string, readonly [status: number, text: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request took too long'],
  HPE_HEADER_OVERFLOW: [431, 'Request headers are too large'],
};
