import * as sdk from 'promptcrafter-client';
import * as meta from 'promptcrafter-client/meta';
import * as schemas from 'promptcrafter-client/schemas';
import './guide-prelude.ts';

// A doc comment stands beside what it is about, and need not import it.
Object.assign(globalThis, sdk, meta, schemas, {
  text: '{"promptId":"prompt104","output":"Steam.","modelUsed":"gpt-4o"}',
});
