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

/** How a JSON Schema is wanted. */
export interface JsonSchemaOptions {
  /** @defaultValue `'draft-2020-12'` */
  readonly target?: string;
}

/** What the Standard Schema specification asks of a schema. */
export interface StandardProperties<T> {
  /** The version of the specification. */
  readonly version: 1;
  /** Who made the schema. */
  readonly vendor: string;
  /** Checks a value. */
  readonly validate: (value: unknown) => StandardResult<T>;
  /** Exists only at compile time. */
  readonly types?: { readonly input: T; readonly output: T } | undefined;
  /** What the Standard JSON Schema specification asks. */
  readonly jsonSchema: StandardJsonSchema;
}

/** The same schema as JSON Schema, for what goes in and for what comes out. */
export interface StandardJsonSchema {
  /** What the schema takes. */
  readonly input: (options?: JsonSchemaOptions) => JsonSchema;
  /** What it delivers. */
  readonly output: (options?: JsonSchemaOptions) => JsonSchema;
}

/**
 * A schema that forms, tools and routers understand by the Standard Schema specification
 * (https://standardschema.dev), and as JSON Schema.
 */
export interface StandardSchema<T> {
  /** What the specification asks for. */
  readonly '~standard': StandardProperties<T>;
  /** What it checks, as JSON Schema for models, tools and OpenAPI. */
  readonly jsonSchema: JsonSchema;
}

/** Wraps a schema, so that no type of zod shows in the declarations. */
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
