import * as z from 'zod/mini';

/** What is wrong with one part of a value. */
export interface StandardIssue {
  readonly message: string;
  /** Where it is, from the outside in. */
  readonly path?: readonly PropertyKey[] | undefined;
}

/** What a schema says of a value. */
export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A schema that forms, tools and routers understand by the Standard Schema specification
 * (https://standardschema.dev), and as JSON Schema.
 */
export interface StandardSchema<T> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** Checks a value, and gives what is delivered of it. */
    readonly validate: (value: unknown) => StandardResult<T>;
    /** There at compile time alone. */
    readonly types?: { readonly input: T; readonly output: T } | undefined;
    /** The same by the Standard JSON Schema specification. */
    readonly jsonSchema: {
      /** What it takes. */
      readonly input: (options?: { readonly target?: string }) => JsonSchema;
      /** What it gives. */
      readonly output: (options?: { readonly target?: string }) => JsonSchema;
    };
  };
  /** What it checks, for models, tools and OpenAPI. */
  readonly jsonSchema: JsonSchema;
}

/** Gives a schema to the outside without a type of zod. */
export function toStandardSchema<T>(schema: z.ZodMiniType<T>): StandardSchema<T> {
  const toJsonSchema = (target = 'draft-2020-12') =>
    z.toJSONSchema(schema, {
      io: 'input',
      unrepresentable: 'any',
      target: target as 'draft-2020-12',
    });
  let jsonSchema: JsonSchema | undefined;
  return {
    '~standard': {
      version: 1,
      vendor: 'promptcrafter-client',
      validate(value) {
        const checked = schema.safeParse(value);
        if (checked.success) return { value: checked.data };
        return { issues: checked.error.issues.map(({ message, path }) => ({ message, path })) };
      },
      jsonSchema: {
        input: (options) => toJsonSchema(options?.target),
        output: (options) => toJsonSchema(options?.target),
      },
    },
    get jsonSchema() {
      jsonSchema ??= toJsonSchema();
      return jsonSchema;
    },
  };
}
