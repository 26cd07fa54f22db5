import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { hashContent } from '../../../src/queue/spool/node-hash-content.ts';

it('writes what logs hold as other versions of Node do that read the same folder', () => {
  for (const text of ['', 'prompt104|It began in Britain.', 'Ünïcödé 🚂'.repeat(100)]) {
    const digest = createHash('sha256').update(text).digest('base64url');
    expect(hashContent(text)).toBe(digest.slice(0, 22));
  }
});
