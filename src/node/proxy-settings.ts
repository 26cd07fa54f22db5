import { BlockList, isIP } from 'node:net';
import { refuse } from './fetch-error.ts';

/** The environment of a process, as far as proxies are concerned. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/** Which proxy leads to which host. */
export class ProxySettings {
  readonly #proxies: Readonly<Record<string, string | undefined>>;
  readonly #exempt: readonly string[];

  /** Reads the environment, this once. Names in lower case win, as with curl. */
  constructor(environment: ProxyEnvironment) {
    const read = (name: string) => {
      try {
        return environment[name] || environment[name.toUpperCase()] || undefined;
      } catch {
        // Deno throws where it has no permission to read it.
        return undefined;
      }
    };
    this.#proxies = { 'http:': read('http_proxy'), 'https:': read('https_proxy') };
    this.#exempt = (read('no_proxy') ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean);
  }

  /**
   * The proxy for a URL, or `undefined` where the host is reached directly.
   *
   * @throws TypeError when the proxy cannot be used.
   */
  find(url: URL): URL | undefined {
    const proxy = this.#proxies[url.protocol];
    // A proxy would look for it on its own machine, and be told the token meanwhile.
    if (isThisMachine(toHost(url))) return undefined;
    if (proxy === undefined || this.#exempt.some((entry) => isExempt(url, entry))) return undefined;
    const address = proxy.includes('://') ? proxy : `http://${proxy}`;
    // It may hold a password: what is wrong with it is not shown.
    if (!URL.canParse(address)) throw refuse('the proxy of the environment has no legal address');
    const parsed = new URL(address);
    if (/^https?:$/.test(parsed.protocol)) return parsed;
    throw refuse(`proxies of the kind ${parsed.protocol} are not supported, only http: and https:`);
  }
}

/** Whether a host is the machine itself, whatever the environment says. */
function isThisMachine(host: string): boolean {
  if (host === '::1' || /^(.+\.)?localhost\.?$/.test(host)) return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/**
 * Whether an entry of `NO_PROXY` is about a URL: `*` is about all, `example.com` also about hosts
 * below it, `10.0.0.0/8` about addresses; `example.com:8080` is about one port.
 */
function isExempt(url: URL, entry: string): boolean {
  if (entry === '*') return true;
  const host = toHost(url);
  if (entry.includes('/')) return isInSubnet(host, entry);
  // An IPv6 address has colons of its own, and brackets where a port follows.
  const isAddress = isIP(entry) === 6;
  const [, name = '', port] = (!isAddress && /^(.*?)(?::(\d+))?$/.exec(entry)) || [entry, entry];
  if (port !== undefined && port !== toPort(url)) return false;
  const known = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
  return host === known || (isIP(host) === 0 && host.endsWith(`.${known}`));
}

function isInSubnet(host: string, entry: string): boolean {
  const [address = '', bits = ''] = entry.split('/');
  const version = isIP(host);
  const longest = version === 6 ? 128 : 32;
  if (version === 0 || isIP(address) !== version) return false;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > longest) return false;
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const subnet = new BlockList();
  subnet.addSubnet(address, Number(bits), family);
  return subnet.check(host, family);
}

/** The host of a URL as sockets want it: IPv6 addresses without brackets. */
export const toHost = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

/** The port of a URL, also where it is the usual one. */
export const toPort = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80');
