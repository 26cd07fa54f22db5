/**
 * Asks for URLs and prints their answers. Connections are kept for ten minutes, so that a program that
 * they hold open does not end in time.
 */
import { createNodeFetch } from '../../src/node/index.ts';
import { tlsIdentity } from './tls-identity.ts';

const fetch = createNodeFetch({ agentOptions: { ca: tlsIdentity.cert, timeout: 600_000 } });
for (const url of process.argv.slice(2)) {
  const answer = await fetch(url);
  console.log(answer.status, await answer.text());
}
