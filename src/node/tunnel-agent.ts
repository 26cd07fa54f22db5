import { request as requestHttp } from 'node:http';
import { Agent, type AgentOptions, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect } from 'node:tls';
import { longestConnect, toConnectError, watchConnecting } from './connecting.ts';
import { createCodedError } from './fetch-error.ts';
import { toHost, toPort } from './proxy-settings.ts';

type OnSocket = (error: Error | null, socket: Duplex) => void;

/** Connections to https hosts through a proxy. They are kept as others are. */
export class TunnelAgent extends Agent {
  readonly #proxy: URL;

  constructor(proxy: URL, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  /** Hands a connection on once it can carry a request: before that, nothing has been sent. */
  override createConnection(options: ConnectionOptions, onSocket: OnSocket): undefined {
    const fail = onSocket as (error: Error) => void;
    openTunnel(this.#proxy, options).then((tunnel) => {
      const socket = watchConnecting(connect({ ...options, socket: tunnel }), 'secureConnect');
      const failSecuring = (error: Error) => fail(toConnectError(error));
      socket.once('error', failSecuring);
      socket.once('secureConnect', () => {
        socket.off('error', failSecuring);
        onSocket(null, socket);
      });
    }, fail);
  }
}

/** Asks a proxy for a connection to a host. */
function openTunnel(proxy: URL, options: ConnectionOptions): Promise<Duplex> {
  const { host = '', port = 443, ca, cert, key, rejectUnauthorized } = options;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const proxyHost = toHost(proxy);
  const isSecure = proxy.protocol === 'https:';
  const request = (isSecure ? requestHttps : requestHttp)({
    host: proxyHost,
    port: toPort(proxy),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...toProxyHeaders(proxy) },
    agent: false,
    // The certificate is the proxy's, not that of the host in the headers.
    ...(isSecure && {
      ...{ ca, cert, key, rejectUnauthorized },
      servername: isIP(proxyHost) ? '' : proxyHost,
    }),
  });
  return new Promise((resolve, reject) => {
    let isSettled = false;
    const settle = () => {
      clearTimeout(timer);
      const isFirst = !isSettled;
      isSettled = true;
      return isFirst;
    };
    const fail = (reason: string, cause?: Error) => {
      // A request whose tunnel is open is over as well: what is left of it is the tunnel.
      if (!settle()) return;
      request.destroy();
      const message = `the proxy ${proxy.host} opened no tunnel: ${reason}`;
      reject(createCodedError(message, 'ERR_PROXY_TUNNEL', cause));
    };
    const timer = setTimeout(() => fail(`no answer within ${longestConnect} ms`), longestConnect);
    request.on('error', (error) => fail(error.message, error));
    request.once('close', () => fail('it closed the connection'));
    request.once('response', ({ statusCode }) => fail(`it answered ${statusCode}`));
    request.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) fail(`it answered ${statusCode}`);
      // A TLS server waits to be spoken to: these bytes are not the host's.
      else if (head.length > 0) fail('it sent more than an answer');
      else if (settle()) {
        resolve(socket);
        return;
      }
      socket.destroy();
    });
    request.end();
  });
}

/** What a proxy is told of who asks. */
export function toProxyHeaders({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const credentials = `${decode(username)}:${decode(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that stands for itself.
    return text;
  }
}
