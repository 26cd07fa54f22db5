import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toPostmanCollection } from '../../../scripts/to-postman-collection.ts';
import type { OpenApiDocument } from '../../../src/api/openapi/openapi-document.ts';
import { createTestApi } from '../../../src/testing/index.ts';
import { projectRoot } from '../../support/project-root.ts';
import { runNode } from '../../support/run-command.ts';

const collection = join(projectRoot, 'dist/postman.json');
const newman = join(projectRoot, 'node_modules/newman/bin/newman.js');

const read = async (file: string) => JSON.parse(await readFile(join(projectRoot, file), 'utf8'));

/** Runs the collection from its first request to its last. */
async function run(baseUrl: string) {
  const variables = ['--env-var', `baseUrl=${baseUrl}`];
  const { code, stdout } = await runNode(
    [newman, 'run', collection, ...variables, '--color', 'off', '--disable-unicode'],
    {},
  );
  const [, executed, failed] = /assertions *\| *(\d+) *\| *(\d+)/.exec(stdout) ?? [];
  return { code, executed: Number(executed), failed: Number(failed) };
}

describe('the Postman collection', () => {
  it('has every operation once, and its checks', async () => {
    const { item } = await read('dist/postman.json');
    const document: OpenApiDocument = await read('dist/openapi.json');
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(item.map(({ id }: { id: string }) => id).sort()).toEqual(
      operations.map(({ operationId }) => operationId).sort(),
    );
  });

  it('passes in newman, again and again, and leaves no prompt and no log', async () => {
    const api = createTestApi();
    await using server = await api.listen();
    expect(await run(server.url)).toEqual({ code: 0, executed: 11, failed: 0 });
    expect(await run(server.url)).toEqual({ code: 0, executed: 11, failed: 0 });
    expect(api.requests.filter(({ operation }) => operation === 'createLog')).toHaveLength(2);
    expect({ prompts: api.prompts, logs: api.logs }).toEqual({ prompts: [], logs: [] });
  });

  it('fails in newman where an API answers otherwise', async () => {
    const api = createTestApi();
    await using server = await api.listen();
    api.fail({ with: { status: 500 }, on: 'searchPrompts' });
    expect(await run(server.url)).toEqual({ code: 1, executed: 11, failed: 1 });
  });

  it('is not made of an operation that has no place in its order', async () => {
    const document: OpenApiDocument = await read('dist/openapi.json');
    const [first] = Object.values(document.paths['/prompts'] ?? {});
    if (first === undefined) throw new Error('There is no such path.');
    const operation = { ...first, operationId: 'renamePrompt' };
    const paths = { ...document.paths, '/rename': { post: operation } };
    expect(() => toPostmanCollection({ ...document, paths }, server)).toThrow(
      /renamePrompt has no/,
    );
  });
});

const server = 'http://127.0.0.1:8787';
