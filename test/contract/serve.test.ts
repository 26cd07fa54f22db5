import { join } from 'node:path';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { describeContract } from './contract-suite.ts';
import { openServe } from './open-serve.ts';

describeContract('serve, in memory', (now) => openServe(now));

describeContract('serve, with a data file', async (now) => {
  const folder = await createTemporaryFolder();
  const face = await openServe(now, join(folder.path, 'data.db'));
  return {
    ...face,
    async close() {
      await face.close();
      await folder[Symbol.asyncDispose]();
    },
  };
});
