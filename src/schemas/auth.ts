import * as z from 'zod/mini';
import { mustBe, nonEmptyText, type Shape, text, textOfLength, withoutNulls } from './shape.ts';

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

export const signupInputSchema: z.ZodMiniType<SignupInput> = z.object(
  {
    name: nonEmptyText,
    email: nonEmptyText,
    password: textOfLength(10, 30),
  } satisfies Shape<SignupInput>,
  mustBe('an object'),
);

export const signupResultSchema: z.ZodMiniType<SignupResult> = z.pipe(
  z.looseObject(
    { message: text, token: z.nullish(text) } satisfies Shape<SignupResult>,
    mustBe('an object'),
  ),
  z.transform(withoutNulls<SignupResult>('token')),
);

export const loginInputSchema: z.ZodMiniType<LoginInput> = z.object(
  { email: nonEmptyText, password: nonEmptyText } satisfies Shape<LoginInput>,
  mustBe('an object'),
);

export const loginResultSchema: z.ZodMiniType<LoginResult> = z.looseObject(
  { token: nonEmptyText } satisfies Shape<LoginResult>,
  mustBe('an object'),
);
