/** What a placeholder can be filled in with; numbers and booleans are written as JavaScript does. */
export type VariableValue = string | number | boolean;

/**
 * The variables that a content has placeholders for. Where the content is not a literal type, the
 * compiler cannot know them, and {@link renderPrompt} finds out.
 *
 * @example
 * ```ts
 * type Variables = PromptVariables<'Explain {topic} in {words} words.'>;
 * // { readonly topic: VariableValue; readonly words: VariableValue }
 * ```
 */
export type PromptVariables<Content extends string> = string extends Content
  ? AnyVariables
  : [FindNames<Content>] extends [infer Names]
    ? [TooMany] extends [Names]
      ? AnyVariables
      : [Names] extends [never]
        ? NoVariables
        : ToVariables<Names>
    : never;

type AnyVariables = { readonly [name: string]: VariableValue | undefined };

type NoVariables = { readonly [name: string]: never };

type ToVariables<Names> = Simplify<
  { readonly [Name in Names as Name extends string ? Name : never]: VariableValue } & {
    readonly [Name in Names as Name extends Perhaps<infer Text> ? Text : never]?:
      | VariableValue
      | undefined;
  }
>;

type Simplify<T> = { [Key in keyof T]: T[Key] };

/** A name with characters of which the compiler cannot tell whether they are letters. */
interface Perhaps<Name extends string> {
  readonly perhaps: Name;
}

/** More braces than the compiler follows. */
interface TooMany {
  readonly tooMany: true;
}

/** Goes from brace to brace as the renderer does, so that the length of the text does not matter. */
type FindNames<
  Content extends string,
  Found = never,
  Braces extends readonly unknown[] = [],
> = Braces['length'] extends 450
  ? TooMany
  : Content extends `${string}{${infer Rest}`
    ? Rest extends `{${infer Name}}}${infer Tail}`
      ? IsName<Name> extends false
        ? FindPlain<Rest, Found, Braces>
        : FindNames<Tail, Found, [...Braces, 0]>
      : FindPlain<Rest, Found, Braces>
    : Found;

type FindPlain<
  Rest extends string,
  Found,
  Braces extends readonly unknown[],
> = Rest extends `${infer Name}}${infer Tail}`
  ? IsName<Name> extends false
    ? FindNames<Rest, Found, [...Braces, 0]>
    : FindNames<Tail, Found | (IsName<Name> extends true ? Name : Perhaps<Name>), [...Braces, 0]>
  : Found;

/** `true`, `false`, or `'perhaps'`: a name of other letters than A to Z, or none at all. */
type IsName<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? First extends Digit
    ? false
    : AreNameCharacters<`${First}${Rest}`>
  : false;

type AreNameCharacters<
  Text extends string,
  Sure extends true | 'perhaps' = true,
> = Text extends `${infer First}${infer Rest}`
  ? First extends NoNameCharacter
    ? false
    : AreNameCharacters<Rest, Lowercase<First> extends NameCharacter ? Sure : 'perhaps'>
  : Sure;

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

type NameCharacter = Digit | Letter | '_';

type Letter =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z');

type NoNameCharacter =
  | (' ' | '\t' | '\n' | '\r' | '!' | '"' | '#' | '$' | '%' | '&' | "'" | '(' | ')' | '*')
  | ('+' | ',' | '-' | '.' | '/' | ':' | ';' | '<' | '=' | '>' | '?' | '@' | '[' | '\\')
  | (']' | '^' | '`' | '{' | '|' | '}' | '~');
