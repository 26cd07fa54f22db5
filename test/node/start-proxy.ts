import { connect, type Socket } from 'node:net';
import { onRequest, startSocketServer, startTlsServer } from './start-socket-server.ts';

export interface Proxy {
  readonly port: number;
  /** The heads of the requests that it was asked. */
  readonly heads: readonly string[];
}

/** Starts a proxy that opens every tunnel, to this machine whatever the host, and sends on the rest. */
export async function startProxy({ isSecure = false } = {}): Promise<Proxy> {
  const heads: string[] = [];
  const serve = onRequest((socket, head) => {
    heads.push(head);
    const [, method, target = ''] = /^(\w+) (\S+) /.exec(head) ?? [];
    if (method === 'CONNECT') {
      const upstream = connect(Number(target.split(':').at(-1)), '127.0.0.1', () => {
        socket.removeAllListeners('data');
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        join(socket, upstream);
      });
      return;
    }
    const { port, pathname, search } = new URL(target);
    const upstream = connect(Number(port), '127.0.0.1', () => {
      upstream.write(`${head.replace(target, `${pathname}${search}`)}\r\n\r\n`, 'latin1');
      upstream.pipe(socket, { end: false });
    });
    upstream.on('error', () => socket.destroy());
  });
  const port = await (isSecure ? startTlsServer(serve) : startSocketServer(serve));
  return { port, heads };
}

function join(one: Socket, other: Socket): void {
  one.pipe(other);
  other.pipe(one);
  for (const [socket, partner] of [
    [one, other],
    [other, one],
  ] as const) {
    socket.on('error', () => partner.destroy());
    socket.on('close', () => partner.destroy());
  }
}
