import pg from 'pg';
import type { ConnectionTarget } from './connection-target.ts';
import { isAboutTls } from './pool.ts';

/** Makes a connection that belongs to no pool, in the first of the ways of TLS that works. */
export async function connect({ config, tls, connectMs }: ConnectionTarget): Promise<pg.Client> {
  const [first, second] = tls;
  const open = async (ssl: typeof first) => {
    const client = new pg.Client({ ...config, ssl, connectionTimeoutMillis: connectMs });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      // Refused by this side, the connection would stay, and this process with it.
      void client.end();
      throw error;
    }
  };
  try {
    return await open(first);
  } catch (error) {
    if (second === undefined || !isAboutTls(error)) throw error;
    return open(second);
  }
}
