import { setupServer } from 'msw/node';
import * as sdk from 'promptcrafter-client';
import { expect } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';
import { createHandlers } from '../../src/testing/msw.ts';

// What a snippet about tests uses without making it: the exports, an API and the test runner's.
Object.assign(globalThis, sdk, {
  createTestApi,
  createHandlers,
  setupServer,
  expect,
  api: createTestApi(),
});
