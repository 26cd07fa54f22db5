import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from '../../../src/api/openapi/create-openapi-document.ts';
import { type Operation, type OperationName, operations } from '../../../src/core/operations.ts';
import { findDescribed } from '../../contract/described-answers.ts';
import { projectRoot } from '../../support/project-root.ts';
import { runNode } from '../../support/run-command.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const server = { url: 'https://api.example.org', description: 'A server.' };
const document = createOpenApiDocument({ version: '1.2.3', servers: [server] });

const described = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const all = Object.entries(operations as Record<OperationName, Operation>);

it('names the operations as the methods of the client, and both lists of logs alike', () => {
  const names = all.map(([name]) => name).filter((name) => name !== 'getLogsByPrompt');
  expect(described.map(({ operationId }) => operationId)).toEqual(names);
  expect(findDescribed('GET', '/logs?promptId=prompt104')?.operationId).toBe('getLogs');
});

it.each(all)('describes %s as the table of operations has it', (_name, operation) => {
  const { method, path, status, errors, auth, input, query } = operation;
  const found = findDescribed(method, path.replace('{id}', 'prompt104'));
  const statuses = Object.keys(found?.responses ?? {}).map(Number);
  expect(statuses).toEqual(expect.arrayContaining([status, ...errors, 500]));
  expect(statuses.filter((each) => each < 400)).toEqual([status]);
  expect(found?.security).toEqual(auth ? undefined : []);
  expect(found?.requestBody !== undefined).toBe(input !== undefined);
  const names = found?.parameters?.map(({ name }) => name) ?? [];
  expect(names).toEqual(expect.arrayContaining(query ? [query] : []));
});

describe('the schemas', () => {
  const { schemas } = document.components;

  it('bound what the API is sent', () => {
    expect(schemas.CreateLogInput).toMatchObject({
      required: ['promptId', 'output', 'modelUsed'],
      properties: {
        output: { type: 'string', minLength: 1 },
        score: { type: 'integer', minimum: 0, maximum: 10 },
      },
    });
    expect(schemas.CreatePromptInput).toMatchObject({
      properties: { title: { minLength: 3, maxLength: 100 } },
    });
    expect(schemas.UpdatePromptInput).toMatchObject({ minProperties: 1 });
  });

  it('have no field that the API does not know, such as meta', () => {
    expect(Object.keys(schemas.CreateLogInput?.properties ?? {})).not.toContain('meta');
    expect(Object.keys(schemas.Log?.properties ?? {})).not.toContain('meta');
  });

  it('describe every field', () => {
    for (const { properties } of Object.values(schemas)) {
      for (const field of Object.values(properties as Record<string, object>)) {
        expect(field).toMatchObject({ description: expect.stringMatching(/\.$/) });
      }
    }
  });
});

it.each(['recommended-strict', 'spec'])('has nothing that the rules "%s" find', async (rules) => {
  await using folder = await createTemporaryFolder();
  const file = join(folder.path, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const redocly = join(projectRoot, 'node_modules/@redocly/cli/bin/cli.js');
  const { code, stdout, stderr } = await runNode(
    [redocly, 'lint', '--format', 'json', '--extends', rules, file],
    { cwd: folder.path, env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_NOTIFICATIONS: 'true' } },
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ totals: { errors: 0, warnings: 0, ignored: 0 } });
});
