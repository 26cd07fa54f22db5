import { setupServer } from 'msw/node';
import * as sdk from 'promptcrafter-client';
import { createTestApi } from 'promptcrafter-client/testing';
import { createHandlers } from 'promptcrafter-client/testing/msw';
import { expect } from 'vitest';

// What a snippet about tests uses without making it: the exports, an API and the test runner's.
Object.assign(globalThis, sdk, {
  createTestApi,
  createHandlers,
  setupServer,
  expect,
  api: createTestApi(),
});
