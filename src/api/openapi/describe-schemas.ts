import { type Operation, type OperationName, operations } from '../../core/operations.ts';
import type { Schema } from '../../core/schemas/schema.ts';
import { operationTexts } from './operation-texts.ts';
import { type SchemaName, type SchemaText, schemaTexts } from './schema-texts.ts';
import { type JsonSchema, type ObjectSchema, toJsonSchema } from './to-json-schema.ts';

/** What the form of a text is called, where it has one. */
const formats: Readonly<Record<string, string>> = {
  email: 'email',
  password: 'password',
  createdAt: 'date-time',
  updatedAt: 'date-time',
};

/** All objects that travel, by name, each with descriptions and an example. */
export function describeSchemas(): Record<SchemaName | 'Error', JsonSchema> {
  const schemas: Partial<Record<SchemaName, JsonSchema>> = {};
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const { input, output } = operationTexts[name];
    if (input && operation.input) schemas[input] = describeInput(input, operation.input);
    const record = operation.record ?? operation.output;
    if (output && record) schemas[output] = describeOutput(output, record);
  }
  return { ...(schemas as Record<SchemaName, JsonSchema>), Error: errorSchema };
}

function describeInput(name: SchemaName, schema: Schema<object>): JsonSchema {
  const { properties, ...rest } = toJsonSchema(schema);
  // The client makes a line of the notes of it.
  const { meta: _, ...travelling } = properties;
  return describe(name, { ...rest, properties: travelling });
}

/** What may be absent may also come as `null`. */
function describeOutput(name: SchemaName, schema: Schema<unknown>): JsonSchema {
  const { properties, required = [], ...rest } = toJsonSchema(schema);
  const nullable = Object.entries(properties).map(([field, value]) => [
    field,
    required.includes(field) ? value : { ...value, type: [value.type, 'null'] },
  ]);
  // Not every server has sent the message, but it is what the API promises.
  const promised = name === 'SignupResult' ? ['message'] : required;
  return describe(name, {
    ...rest,
    properties: Object.fromEntries(nullable),
    ...(promised.length > 0 && { required: promised }),
  });
}

function describe(name: SchemaName, { properties, ...rest }: ObjectSchema): JsonSchema {
  const { description, fields, example }: SchemaText<object> = schemaTexts[name];
  const texts = new Map<string, string>(Object.entries(fields));
  const described = Object.entries(properties).map(([field, value]) => [
    field,
    { description: texts.get(field), ...value, ...(formats[field] && { format: formats[field] }) },
  ]);
  return {
    description,
    ...rest,
    properties: Object.fromEntries(described),
    examples: [example],
  };
}

const errorSchema: JsonSchema = {
  description: 'What went wrong.',
  type: 'object',
  properties: {
    error: {
      description: 'A text for people. Its wording is not promised: match the status.',
      type: 'string',
    },
  },
  required: ['error'],
  examples: [{ error: 'Required fields are missing or invalid' }],
};
