import * as z from 'zod/mini';
import type { Schema } from '../../core/schemas/schema.ts';

/** A JSON Schema, draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The JSON Schema of an object, which lists its fields. */
export interface ObjectSchema extends JsonSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/**
 * What a schema of core says of an object as it travels. What the client makes of it afterwards is no
 * part of that, nor that the client refuses fields that it does not know: a server leaves them out.
 */
export function toJsonSchema(schema: Schema<unknown>): ObjectSchema {
  const {
    $schema: _,
    additionalProperties: __,
    ...rest
  } = z.toJSONSchema(toTravelling(schema), {
    io: 'output',
    unrepresentable: 'any',
  });
  if (!isObjectSchema(rest)) {
    throw new Error('Failed to describe a schema: it is none of an object. Give its object.');
  }
  return rest;
}

const isObjectSchema = (schema: JsonSchema): schema is ObjectSchema =>
  schema.type === 'object' && typeof schema.properties === 'object';

/** A pipe that ends in a transform delivers what the client made of it; what goes in has travelled. */
function toTravelling(schema: Schema<unknown>): z.core.$ZodType {
  if (!isZod(schema)) {
    throw new Error('Failed to describe a schema: it is none of zod. Give one of zod.');
  }
  const { def } = schema._zod;
  if (!isPipe(def) || def.out._zod.def.type !== 'transform') return schema;
  return toTravelling(def.in as z.core.$ZodType & Schema<unknown>);
}

const isZod = (schema: Schema<unknown>): schema is Schema<unknown> & z.core.$ZodType =>
  '_zod' in schema;

const isPipe = (def: z.core.$ZodTypeDef): def is z.core.$ZodPipeDef => def.type === 'pipe';
