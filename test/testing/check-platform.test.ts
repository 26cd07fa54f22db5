import { expect, it, onTestFinished, vi } from 'vitest';
import { createTestApi } from '../../src/testing/index.ts';

it('names what a platform lacks that a test API is made of', () => {
  vi.stubGlobal('Response', undefined);
  vi.stubGlobal('TextEncoder', undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  expect(() => createTestApi()).toThrow(
    'Failed to create test API: this platform has no Response, TextEncoder. In Jest, test in',
  );
});
