import { entries } from '../../scripts/entries.ts';
import './guide-prelude.ts';

// A doc comment stands beside what it is about, and need not import it.
for (const { path, formats, peers } of entries) {
  if (path === undefined || !formats.includes('esm') || peers.length > 0) continue;
  Object.assign(globalThis, await import(`promptcrafter-client${path.slice(1)}`));
}
