import { Agent as HttpAgent } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { watchConnecting } from './connecting.ts';
import { type ProxyEnvironment, ProxySettings, toHost, toPort } from './proxy-settings.ts';
import { TunnelAgent, toProxyHeaders } from './tunnel-agent.ts';

/** How a request reaches its host. */
export interface Route {
  readonly agent: HttpAgent;
  readonly isSecure: boolean;
  /** Where the connection leads to. */
  readonly host: string;
  readonly port: string;
  /** What the path begins with where a proxy is asked for it. */
  readonly prefix: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whose certificate is expected, where it is not that of the host in the request's headers. */
  readonly servername?: string;
}

/** In ms. Servers close idle connections too, many of them after 5 s; Node's `fetch` keeps them as long. */
const longestIdle = 4_000;

/** The connections of one fetch function: to hosts, and through proxies. */
export class Connections {
  readonly #options: AgentOptions;
  readonly #proxies: ProxySettings;
  readonly #plain: PlainAgent;
  readonly #secure: SecureAgent;
  readonly #tunnels = new Map<string, TunnelAgent>();

  constructor(options: AgentOptions, environment: ProxyEnvironment) {
    this.#options = { keepAlive: true, timeout: longestIdle, ...options };
    this.#proxies = new ProxySettings(environment);
    this.#plain = new PlainAgent(this.#options);
    this.#secure = new SecureAgent(this.#options);
  }

  /**
   * The way to a host, through a proxy where the environment names one.
   *
   * @throws TypeError when that proxy cannot be used.
   */
  resolveRoute(url: URL): Route {
    const proxy = this.#proxies.find(url);
    const isSecure = url.protocol === 'https:';
    if (proxy && !isSecure) return this.#throughProxy(url, proxy);
    return {
      agent: proxy ? this.#tunnelThrough(proxy) : isSecure ? this.#secure : this.#plain,
      isSecure,
      host: toHost(url),
      port: toPort(url),
      prefix: '',
      headers: {},
    };
  }

  /** Plain requests are the proxy's to send on. */
  #throughProxy(url: URL, proxy: URL): Route {
    const isSecure = proxy.protocol === 'https:';
    const host = toHost(proxy);
    return {
      agent: isSecure ? this.#secure : this.#plain,
      isSecure,
      host,
      port: toPort(proxy),
      prefix: url.origin,
      headers: { host: url.host, ...toProxyHeaders(proxy) },
      ...(isSecure && { servername: isIP(host) ? '' : host }),
    };
  }

  #tunnelThrough(proxy: URL): TunnelAgent {
    const known = this.#tunnels.get(proxy.href);
    if (known) return known;
    const agent = new TunnelAgent(proxy, this.#options);
    this.#tunnels.set(proxy.href, agent);
    return agent;
  }
}

class PlainAgent extends HttpAgent {
  override createConnection(...args: Parameters<HttpAgent['createConnection']>) {
    const socket = super.createConnection(...args);
    return socket && watchConnecting(socket, 'connect');
  }
}

class SecureAgent extends HttpsAgent {
  override createConnection(...args: Parameters<HttpsAgent['createConnection']>) {
    const socket = super.createConnection(...args);
    return socket && watchConnecting(socket, 'secureConnect');
  }
}
