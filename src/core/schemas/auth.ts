import * as z from 'zod/mini';
import { createAnswerSchema } from './answer-schema.ts';
import { nonEmptyText, optional, text, textOfLength } from './fields.ts';
import { createInputSchema } from './input-schema.ts';

/** What {@link PromptCrafterClient.signup} takes. */
export interface SignupInput {
  /** The user's name. */
  name: string;
  /** The address to log in with. */
  email: string;
  /** 10 to 30 characters. */
  password: string;
}

/** What {@link PromptCrafterClient.signup} delivers. Fields that are not listed here are kept. */
export interface SignupResult {
  /** The server's text. */
  message: string;
  /** A token, from servers that send one. */
  token?: string;
}

/** What {@link PromptCrafterClient.login} takes. */
export interface LoginInput {
  /** The address that was signed up. */
  email: string;
  /** Its password. */
  password: string;
}

/** What {@link PromptCrafterClient.login} delivers. Fields that are not listed here are kept. */
export interface LoginResult {
  /** A JWT; it expires, and there is no refresh: log in again. */
  token: string;
}

/** What {@link PromptCrafterClient.signup} takes. */
export const signupInputSchema = createInputSchema<SignupInput>({
  name: nonEmptyText,
  email: nonEmptyText,
  password: textOfLength(10, 30),
});

/** What the API says of a sign-up that succeeded. */
export const signupMessage = 'User account created successfully.';

/** What it answers: a message, or from older servers a token, or both. */
export const signupResultSchema = z.pipe(
  createAnswerSchema<Partial<SignupResult>>({
    message: optional(text),
    token: optional(text),
  }).check(
    z.refine(({ message, token }) => message !== undefined || token !== undefined, {
      path: ['message'],
      error: 'is required and must be a string',
    }),
  ),
  z.transform((result): SignupResult => ({ message: signupMessage, ...result })),
);

/** What {@link PromptCrafterClient.login} takes; what signed the user up can be passed as it is. */
export const loginInputSchema = createInputSchema<LoginInput>(
  { email: nonEmptyText, password: nonEmptyText },
  { ignored: ['name'] },
);

/** What it answers. */
export const loginResultSchema = createAnswerSchema<LoginResult>({ token: nonEmptyText });
