import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createMcpHandler } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import { toHeaders } from '../../src/api/to-headers.ts';
import * as evals from '../../src/evals/index.ts';
import { buildServer } from '../../src/mcp/build-server.ts';
import { createTestApi } from '../../src/testing/index.ts';
import { projectRoot } from '../support/project-root.ts';
import { runNode } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { createClient } from './mcp-kit.ts';

/**
 * Scenarios that say nothing about our server, each with the reason. They fail, and one that passes after
 * all fails this test.
 */
const notOurs = {
  'call a tool of the suite by its name, such as test_error_handling': [
    'tools-call-simple-text',
    'tools-call-image',
    'tools-call-audio',
    'tools-call-embedded-resource',
    'tools-call-mixed-content',
    'tools-call-with-logging',
    'tools-call-error',
    'tools-call-with-progress',
    'tools-call-sampling',
    'tools-call-elicitation',
    'json-schema-2020-12',
    'elicitation-sep1034-defaults',
    'elicitation-sep1330-enums',
  ],
  'ask for logging, completion, resources or prompts, which our server does not declare': [
    'logging-set-level',
    'completion-complete',
    'resources-list',
    'resources-read-text',
    'resources-read-binary',
    'resources-templates-read',
    'resources-subscribe',
    'resources-unsubscribe',
    'prompts-list',
    'prompts-get-simple',
    'prompts-get-with-args',
    'prompts-get-embedded-resource',
    'prompts-get-with-image',
  ],
  'look at headers and sessions of HTTP, which the test adds: the program speaks over stdio': [
    'dns-rebinding-protection',
    'server-sse-polling',
    'server-sse-multiple-streams',
  ],
};

it('passes the scenarios of the official suite that are about any server', async () => {
  const client = await createClient(createTestApi());
  const handler = createMcpHandler(() => buildServer(client, { write: true, evals }));
  await using server = await serve(handler.fetch);
  await using folder = await createTemporaryFolder();
  const baseline = join(folder.path, 'baseline.yml');
  const expected = Object.values(notOurs).flatMap((names) => names.map((name) => `  - ${name}\n`));
  await writeFile(baseline, `server:\n${expected.join('')}`);
  const { code, stdout } = await runNode(
    [
      join(projectRoot, 'node_modules/@modelcontextprotocol/conformance/dist/index.js'),
      ...['server', '--url', server.url, '--suite', 'all'],
      ...['--expected-failures', baseline, '--output-dir', folder.path],
    ],
    { cwd: folder.path },
  );
  for (const name of ['server-initialize', 'ping', 'tools-list']) {
    expect(stdout).toContain(`✓ ${name}: 1 passed, 0 failed`);
  }
  expect(code, stdout).toBe(0);
});

async function serve(answer: (request: Request) => Promise<Response>) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
    const { status, headers, body } = await answer(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method ?? 'GET',
        headers: toHeaders(request.headers),
        ...(hasBody && { body: Buffer.concat(chunks) }),
      }),
    );
    response.writeHead(status, Object.fromEntries(headers));
    for await (const chunk of body ?? []) response.write(chunk);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
