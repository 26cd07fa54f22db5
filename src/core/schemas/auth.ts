import { nonEmptyText, optional, text, textOfLength } from './fields.ts';
import { createInputSchema, createRecordSchema } from './shape.ts';

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

export const signupInputSchema = createInputSchema<SignupInput>({
  name: nonEmptyText,
  email: nonEmptyText,
  password: textOfLength(10, 30),
});

export const signupResultSchema = createRecordSchema<SignupResult>({
  message: text,
  token: optional(text),
});

export const loginInputSchema = createInputSchema<LoginInput>({
  email: nonEmptyText,
  password: nonEmptyText,
});

export const loginResultSchema = createRecordSchema<LoginResult>({
  token: nonEmptyText,
});
