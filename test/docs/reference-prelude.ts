import * as sdk from 'promptcrafter-client';
import './guide-prelude.ts';

// A doc comment stands beside what it is about, and need not import it.
Object.assign(globalThis, sdk);
