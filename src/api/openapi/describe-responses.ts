import type { Operation } from '../../core/operations.ts';
import { toStatusText } from '../../core/status-texts.ts';
import { type ApiErrorName, apiErrors } from '../api-errors.ts';
import type { OpenApiResponse, Reference } from './openapi-document.ts';

/** What people read of a status. */
const statusTexts: Readonly<Record<number, string>> = {
  400: 'A field, an id or a query parameter is missing or malformed. Correct the request.',
  401: 'Token or password are missing, expired or wrong. Log in again.',
  403: 'The record belongs to another user.',
  404: 'There is no such record.',
  409: 'The email is already in use. Log in, or sign up with another.',
  413: 'The body is too large.',
  415: 'The body is not declared as JSON. Send `Content-Type: application/json`.',
  429: 'Too many attempts. Wait as long as `Retry-After` says.',
  500: 'The server failed. Try again later, but look first whether a record was created.',
  503: 'The server is busy, or cannot reach its data. Wait as long as `Retry-After` says.',
};

/** The statuses that come with `Retry-After`. */
const statusesToWait: ReadonlySet<number> = new Set([429, 503]);

/** The errors that an operation can answer with because of its form, whatever it does. */
function findGeneralErrors({ auth, input }: Operation): readonly ApiErrorName[] {
  return [
    'malformedRequest',
    ...(auth ? (['missingToken', 'invalidToken'] as const) : (['tooManyAttempts'] as const)),
    ...(input ? (['tooLarge', 'notJson'] as const) : []),
    'unexpected',
    'busy',
    'unavailable',
  ];
}

/**
 * The responses of failures, by status: those that the table of operations lists, and those that an
 * operation of its form can always have.
 */
export function describeFailures(
  operation: Operation,
  own: readonly ApiErrorName[],
): Record<string, OpenApiResponse | Reference> {
  const general = findGeneralErrors(operation);
  const errors = [...own, ...general];
  const statuses = new Set([...operation.errors, ...errors.map(toStatus)]);
  return Object.fromEntries(
    [...statuses]
      .sort((a, b) => a - b)
      .map((status) => {
        const isGeneral = !own.some((name) => toStatus(name) === status);
        const names = errors.filter((name) => toStatus(name) === status);
        return [`${status}`, isGeneral ? toReference(status) : describeFailure(status, names)];
      }),
  );
}

/** The responses that operations refer to because they are the same for all. */
export function describeSharedFailures(
  operations: readonly Operation[],
): Record<string, OpenApiResponse> {
  const names = [...new Set(operations.flatMap(findGeneralErrors))];
  return Object.fromEntries(
    [...new Set(names.map(toStatus))].map((status) => [
      toName(status),
      describeFailure(
        status,
        names.filter((name) => toStatus(name) === status),
      ),
    ]),
  );
}

const toStatus = (name: ApiErrorName): number => apiErrors[name][0];
const toName = (status: number) => toStatusText(status).replaceAll(' ', '');
const toReference = (status: number) => ({ $ref: `#/components/responses/${toName(status)}` });

function describeFailure(status: number, names: readonly ApiErrorName[]): OpenApiResponse {
  const examples = names.map((name) => [name, { value: { error: apiErrors[name][1] } }]);
  return {
    description: statusTexts[status] ?? toStatusText(status),
    ...(statusesToWait.has(status) && {
      headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
    }),
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        examples: Object.fromEntries(examples),
      },
    },
  };
}
