import type * as z from 'zod/mini';
import {
  type JsonSchema,
  type StandardSchema,
  toStandardSchema,
} from '../core/schemas/standard-schema.ts';

/** The schema of a tool's input. The dialect of its JSON Schema is that of the protocol and left out. */
export function toToolSchema<T>(schema: z.ZodMiniType<T>): Pick<StandardSchema<T>, '~standard'> {
  const { '~standard': standard } = toStandardSchema(schema);
  const withoutDialect = ({ $schema: _, ...rest }: JsonSchema) => rest;
  return {
    '~standard': {
      ...standard,
      jsonSchema: {
        input: (options) => withoutDialect(standard.jsonSchema.input(options)),
        output: (options) => withoutDialect(standard.jsonSchema.output(options)),
      },
    },
  };
}
