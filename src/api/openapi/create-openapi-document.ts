import { type Operation, type OperationName, operations } from '../../core/operations.ts';
import { describeFailures, describeSharedFailures } from './describe-responses.ts';
import { describeSchemas } from './describe-schemas.ts';
import type {
  ApiServer,
  Json,
  MediaTypes,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
} from './openapi-document.ts';
import { operationTexts, tags } from './operation-texts.ts';
import { type SchemaName, schemaTexts } from './schema-texts.ts';

export interface OpenApiOptions {
  /** The version of the package that the description comes with. */
  readonly version: string;
  readonly servers: readonly ApiServer[];
}

const description = `Save prompts, log what models answered to them, score and compare.

Log in for a token, and send it as \`Authorization: Bearer <token>\` with every other request. Bodies are
JSON in UTF-8, and say so in \`Content-Type\`. Ids are opaque. Errors are \`{ "error": "<text>" }\`; match
their status, not their text.

A platform in front of the server can answer any request by itself, with 429, 502, 503 or 504 and a body
that is not described here.`;

/** Describes the API as OpenAPI 3.1, from the table of operations and its schemas. */
export function createOpenApiDocument({ version, servers }: OpenApiOptions): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'PromptCrafter API',
      version,
      description,
      contact: { name: 'PromptCrafter' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers,
    security: [{ bearerAuth: [] }],
    tags,
    paths: describePaths(),
    components: {
      securitySchemes: {
        bearerAuth: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The token that `login` returns.',
        },
      },
      headers: {
        RetryAfter: {
          description: 'How many seconds to wait.',
          schema: { type: 'integer', minimum: 0 },
        },
      },
      responses: describeSharedFailures(Object.values(operations)),
      schemas: describeSchemas(),
    },
  };
}

/** The operations that share a method and a path, the one without a query first. */
type Endpoint = readonly [OperationName, ...OperationName[]];

function describePaths(): OpenApiDocument['paths'] {
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  for (const endpoint of findEndpoints()) {
    const { method, path }: Operation = operations[endpoint[0]];
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeEndpoint(endpoint) };
  }
  return paths;
}

function findEndpoints(): readonly Endpoint[] {
  const endpoints = new Map<string, Endpoint>();
  for (const name of Object.keys(operations) as OperationName[]) {
    const { method, path } = operations[name];
    const key = `${method} ${path}`;
    endpoints.set(key, [...(endpoints.get(key) ?? []), name] as unknown as Endpoint);
  }
  return [...endpoints.values()];
}

function describeEndpoint([name, ...others]: Endpoint): OpenApiOperation {
  const all = [name, ...others];
  const operation: Operation = {
    ...operations[name],
    errors: all.flatMap((each): readonly number[] => operations[each].errors),
  };
  const { tag, summary, description, input } = operationTexts[name];
  const errors = all.flatMap((each) => operationTexts[each].errors);
  const parameters = describeParameters(operation, others);
  return {
    operationId: name,
    tags: [tag],
    summary,
    description,
    ...(!operation.auth && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(input && {
      requestBody: { required: true, content: toContent(toReference(input), input) },
    }),
    responses: {
      [operation.status]: describeSuccess(name),
      ...describeFailures(operation, errors),
    },
  };
}

function describeSuccess(name: OperationName): OpenApiResponse {
  const { record }: Operation = operations[name];
  const { success, output } = operationTexts[name];
  if (output === undefined) return { description: success };
  const schema = toReference(output);
  const content = record
    ? toContent({ type: 'array', items: schema }, output, (example) => [example])
    : toContent(schema, output);
  return { description: success, content };
}

const toReference = (name: SchemaName): Json => ({ $ref: `#/components/schemas/${name}` });

const toContent = (
  schema: Json,
  name: SchemaName,
  wrap: (example: object) => object = (example) => example,
): MediaTypes => ({ 'application/json': { schema, example: wrap(schemaTexts[name].example) } });

/** Another operation at the same place is asked for by its query parameter, which this can do without. */
function describeParameters(
  operation: Operation,
  others: readonly OperationName[],
): OpenApiParameter[] {
  const parameters: OpenApiParameter[] = [];
  if (operation.path.includes('{id}')) {
    const isLog = operation.path.startsWith('/logs');
    parameters.push({
      name: 'id',
      in: 'path',
      required: true,
      description: `The id of the ${isLog ? 'log' : 'prompt'}.`,
      schema: { type: 'string', minLength: 1 },
      example: (isLog ? schemaTexts.Log : schemaTexts.Prompt).example._id,
    });
  }
  if (operation.query) parameters.push(describeQuery(operation.query, true));
  for (const other of others) {
    const { query }: Operation = operations[other];
    if (query) parameters.push(describeQuery(query, false));
  }
  return parameters;
}

function describeQuery(name: 'promptId' | 'q', required: boolean): OpenApiParameter {
  const about = {
    q: { description: 'The words to look for, with blanks between them.', example: 'rainbow' },
    promptId: { description: 'The id of a prompt, for its logs alone.', example: 'prompt104' },
  };
  return { name, in: 'query', required, ...about[name], schema: { type: 'string', minLength: 1 } };
}
