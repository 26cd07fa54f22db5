/** One thing that is wrong with a value. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema says of a value. */
export type Checked<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };

/** Checks a value, and returns what is to be used of it. Every zod schema is one. */
export interface Schema<T> {
  safeParse(value: unknown): Checked<T>;
}
