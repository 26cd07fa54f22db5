import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * The address that identifies a client. A household has a whole network of IPv6 addresses, so only
 * the first half of one counts. Behind a proxy, it is the last address that the proxy has added.
 */
export function toClientAddress(message: IncomingMessage, isBehindProxy: boolean): string {
  const { remoteAddress = '' } = message.socket;
  if (!isBehindProxy) return toNetwork(remoteAddress);
  const named = [message.headers['x-forwarded-for'] ?? ''].flat().join(',');
  return toNetwork(named.split(',').at(-1)?.trim() || remoteAddress);
}

/** An address, or the network that it stands for. */
export function toNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail = ''] = address.split('%', 1).join('').split('::');
  const groups = head.split(':').filter(Boolean);
  const behind = tail.split(':').filter(Boolean);
  while (groups.length + behind.length < 8) groups.push('0');
  return [...groups, ...behind].slice(0, 4).join(':');
}
