import { registerHooks } from 'node:module';
import { importBuilt } from './import-built.ts';

const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
await importBuilt();
console.log(JSON.stringify(loaded));
