import type {
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
} from '../src/api/openapi/openapi-document.ts';
import { schemaTexts } from '../src/api/openapi/schema-texts.ts';

/** The order in which the requests work one after the other: what is created is deleted last. */
const inOrder = [
  'signup',
  'login',
  'createPrompt',
  'getPrompts',
  'getPromptById',
  'updatePrompt',
  'searchPrompts',
  'createLog',
  'getLogs',
  'deleteLog',
  'deletePrompt',
];

/** What later requests need of an answer: the variable, and the field that it is kept from. */
const kept: Readonly<Record<string, readonly [variable: string, field: string]>> = {
  login: ['token', 'token'],
  createPrompt: ['promptId', '_id'],
  createLog: ['logId', '_id'],
};

/** Statuses that are fine beside that of a success: the account is there since the first run. */
const alsoFine: Readonly<Record<string, readonly number[]>> = { signup: [409] };

const { email, password } = schemaTexts.LoginInput.example;
/** Whoever has another account gives it to the collection. */
const account = { email, password };

interface Found {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

/**
 * Makes a Postman collection (v2.1) of the description of the API. Its requests can be run from the
 * first to the last, again and again: each checks the status and keeps the ids that others need. That is
 * why it is made here: public converters keep the order of the description, in which prompts are deleted
 * before anything is logged, check nothing, and give everything new ids at each build.
 *
 * @throws an Error when an operation has no place in that order.
 */
export function toPostmanCollection(document: OpenApiDocument, baseUrl: string): object {
  const found = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Found => ({ path, method, operation })),
  );
  const { title, description } = document.info;
  return {
    info: {
      name: title,
      description,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: baseUrl },
      ...Object.entries(account).map(([key, value]) => ({ key, value })),
      ...['token', 'promptId', 'logId'].map((key) => ({ key, value: '' })),
    ],
    item: found.sort((a, b) => findPlace(a) - findPlace(b)).map(toItem),
  };
}

function findPlace({ operation: { operationId } }: Found): number {
  const place = inOrder.indexOf(operationId);
  if (place < 0)
    throw new Error(`Failed to make the collection: ${operationId} has no place in it.`);
  return place;
}

function toItem({ path, method, operation }: Found): object {
  const { operationId, summary, description, security, requestBody, responses } = operation;
  const [success = ['200', { description: '' }]] = Object.entries(responses);
  const example = requestBody?.content['application/json'].example;
  return {
    id: operationId,
    name: summary,
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: toChecks(operation) } }],
    request: {
      method: method.toUpperCase(),
      description,
      ...(security && { auth: { type: 'noauth' } }),
      header: [{ key: 'Accept', value: 'application/json' }],
      url: toUrl(path, operation.parameters ?? []),
      ...(example !== undefined && {
        body: {
          mode: 'raw',
          raw: JSON.stringify(withVariables(example), null, 2),
          options: { raw: { language: 'json' } },
        },
      }),
    },
    response: [toExample(...success)],
  };
}

function toUrl(path: string, parameters: readonly OpenApiParameter[]): object {
  const query = parameters.filter((parameter) => parameter.in === 'query');
  const isLog = path.startsWith('/logs');
  const segments = path.slice(1).replace('{id}', isLog ? '{{logId}}' : '{{promptId}}');
  const values = query.map(({ name, example, description }) => ({
    key: name,
    value: name === 'promptId' ? '{{promptId}}' : example,
    description,
  }));
  const search = values.map(({ key, value }) => `${key}=${value}`).join('&');
  return {
    raw: `{{baseUrl}}/${segments}${search && `?${search}`}`,
    host: ['{{baseUrl}}'],
    path: segments.split('/'),
    ...(values.length > 0 && { query: values }),
  };
}

/** What a run has yet to create, or its user to say. */
const variables = ['promptId', ...Object.keys(account)];

const withVariables = (example: unknown) =>
  Object.fromEntries(
    Object.entries(Object(example)).map(([field, value]) => [
      field,
      variables.includes(field) ? `{{${field}}}` : value,
    ]),
  );

function toExample(status: string, response: object): object {
  const { description, content }: Partial<OpenApiResponse> = response;
  const example = content?.['application/json'].example;
  return {
    name: description,
    code: Number(status),
    ...(example !== undefined && {
      header: [{ key: 'Content-Type', value: 'application/json' }],
      body: JSON.stringify(example, null, 2),
    }),
  };
}

function toChecks({ operationId, responses }: OpenApiOperation): string[] {
  const success = Number(Object.keys(responses)[0]);
  const statuses = [success, ...(alsoFine[operationId] ?? [])];
  const [variable, field] = kept[operationId] ?? [];
  return [
    `pm.test('answers ${statuses.join(' or ')}', () => {`,
    `  pm.expect(pm.response.code).to.be.oneOf([${statuses.join(', ')}]);`,
    '});',
    ...(variable
      ? [`pm.collectionVariables.set('${variable}', pm.response.json()['${field}']);`]
      : []),
  ];
}
