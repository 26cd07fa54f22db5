/**
 * The schemas by which the client checks what it sends and receives, for forms, tools and routers.
 *
 * @module promptcrafter-client/schemas
 */

import type { LoginInput, LoginResult, SignupInput } from './core/schemas/auth.ts';
import * as auth from './core/schemas/auth.ts';
import type { CreateLogInput, Log } from './core/schemas/log.ts';
import * as log from './core/schemas/log.ts';
import type { CreatePromptInput, Prompt, UpdatePromptInput } from './core/schemas/prompt.ts';
import * as prompt from './core/schemas/prompt.ts';
import { type StandardSchema, toStandardSchema } from './core/schemas/standard-schema.ts';

export type { LoginInput, LoginResult, SignupInput } from './core/schemas/auth.ts';
export type { CreateLogInput, Log } from './core/schemas/log.ts';
export type { CreatePromptInput, Prompt, UpdatePromptInput } from './core/schemas/prompt.ts';
export type {
  JsonSchema,
  JsonSchemaOptions,
  StandardIssue,
  StandardJsonSchema,
  StandardProperties,
  StandardResult,
  StandardSchema,
} from './core/schemas/standard-schema.ts';

/**
 * What `createLog` takes.
 *
 * @example
 * ```ts
 * const result = createLogInputSchema['~standard'].validate(input);
 * if (result.issues) throw new Error(result.issues[0]?.message);
 * await client.createLog(result.value);
 * ```
 */
export const createLogInputSchema: StandardSchema<CreateLogInput> = toStandardSchema(
  log.createLogInputSchema,
);

/** A log as the client delivers it. */
export const logSchema: StandardSchema<Log> = toStandardSchema(log.logSchema);

/** What `createPrompt` takes. */
export const createPromptInputSchema: StandardSchema<CreatePromptInput> = toStandardSchema(
  prompt.createPromptInputSchema,
);

/** What `updatePrompt` takes. */
export const updatePromptInputSchema: StandardSchema<UpdatePromptInput> = toStandardSchema(
  prompt.updatePromptInputSchema,
);

/** A prompt as the client delivers it. */
export const promptSchema: StandardSchema<Prompt> = toStandardSchema(prompt.promptSchema);

/** What `signup` takes. */
export const signupInputSchema: StandardSchema<SignupInput> = toStandardSchema(
  auth.signupInputSchema,
);

/** What `login` takes. */
export const loginInputSchema: StandardSchema<LoginInput> = toStandardSchema(auth.loginInputSchema);

/** What `login` delivers. */
export const loginResultSchema: StandardSchema<LoginResult> = toStandardSchema(
  auth.loginResultSchema,
);
