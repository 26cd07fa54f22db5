import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { createOpenApiDocument } from '../../src/api/openapi/create-openapi-document.ts';
import type { OpenApiOperation, OpenApiResponse } from '../../src/api/openapi/openapi-document.ts';

/** What came back for a request. */
export interface GivenAnswer {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const document = createOpenApiDocument({
  version: '1.0.0',
  servers: [{ url: '/', description: 'This server.' }],
});

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
ajv.addFormat('email', true);
ajv.addFormat('password', true);
ajv.addVocabulary(['components']);
ajv.addSchema({ $id: 'api', components: document.components });

const validators = new Map<string, ValidateFunction>();

/** Checks a value against a schema of the description. */
function findIssues(schema: object, value: unknown): string[] {
  const key = JSON.stringify(schema);
  const absolute = JSON.parse(key.replaceAll('"#/', '"api#/')) as object;
  const validate = validators.get(key) ?? ajv.compile(absolute);
  validators.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    pattern: new RegExp(`^${path.replace('{id}', '[^/]*')}$`),
    operation,
  })),
);

/** The operation of the description that a request asks for. */
export function findDescribed(method: string, path: string): OpenApiOperation | undefined {
  const [pathname = ''] = path.split('?');
  // A draft lists the logs of a prompt at another path, which is answered like this one.
  const place = method === 'GET' ? pathname.replace(/^\/logs-by-prompt$/, '/logs') : pathname;
  return routes.find((route) => route.method === method && route.pattern.test(place))?.operation;
}

/** How an answer differs from the description of the API; nothing where it is as described. */
export function findDeviations({ method, path, status, headers, text }: GivenAnswer): string[] {
  if (method === 'OPTIONS') return status === 204 ? [] : [`a preflight is answered ${status}`];
  const operation = findDescribed(method, path);
  if (operation === undefined) {
    return status === 404 ? [] : ['the description knows no such operation'];
  }
  const response = resolve(operation.responses[status]);
  if (response === undefined) return [`${operation.operationId} is not described with ${status}`];
  if (response.content === undefined) return text === '' ? [] : ['there is a body'];
  if (!headers.get('Content-Type')?.startsWith('application/json')) return ['it is no JSON'];
  return [
    ...findIssues(response.content['application/json'].schema, JSON.parse(text)),
    ...Object.keys(response.headers ?? {})
      .filter((name) => !headers.has(name))
      .map((name) => `there is no ${name}`),
  ];
}

function resolve(response: OpenApiOperation['responses'][string] | undefined) {
  if (response === undefined || !('$ref' in response)) return response;
  const name = response.$ref.replace('#/components/responses/', '');
  return document.components.responses[name] as OpenApiResponse;
}
