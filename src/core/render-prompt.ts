import { type ErrorIssue, PromptCrafterValidationError } from './errors.ts';
import type { LogMeta } from './meta.ts';
import type { PromptVariables, VariableValue } from './prompt-variables.ts';
import { toPromptVersion } from './prompt-version.ts';
import { rememberRendered } from './rendered-registry.ts';

/** What of a prompt is rendered: any object that has these. */
export interface RenderablePrompt<Content extends string = string> {
  readonly _id: string;
  readonly content: Content;
}

/** The variables argument; it can be left out where the content has no placeholders. */
export type RenderArguments<Content extends string> =
  Record<never, never> extends PromptVariables<Content>
    ? [variables?: PromptVariables<Content>]
    : [variables: PromptVariables<Content>];

/** `{{name}}`, which stands for a literal `{name}`, or `{name}`, which is filled in. */
const placeholder = /\{\{([\p{L}_][\p{L}\p{M}\p{Nd}_]*)\}\}|\{([\p{L}_][\p{L}\p{M}\p{Nd}_]*)\}/gu;

/** A prompt that is filled in, and what a log should say of it. */
export class RenderedPrompt {
  /** Id of the prompt. */
  readonly promptId: string;
  /** Version of the prompt's content before it was filled in. */
  readonly version: string;
  /** What the placeholders were filled in with. */
  readonly variables: Readonly<Record<string, VariableValue>>;
  readonly #text: string;

  /** Use {@link renderPrompt}, which checks the variables. */
  constructor(
    text: string,
    { _id, content }: RenderablePrompt,
    variables: [string, VariableValue][],
  ) {
    this.#text = text;
    this.promptId = _id;
    this.version = toPromptVersion(content);
    this.variables = Object.freeze(Object.fromEntries(variables));
  }

  /** The text. */
  toString(): string {
    return this.#text;
  }

  /** The text, so that a request's body can hold the object itself. */
  toJSON(): string {
    return this.#text;
  }

  /**
   * What the `meta` of a log should hold of it.
   *
   * @example
   * ```ts
   * const text = renderPrompt(prompt, { topic: 'steam engines' });
   * await client.createLog({
   *   promptId: text.promptId,
   *   output: 'Steam pushes a piston.',
   *   modelUsed: 'gpt-4o',
   *   meta: { ...text.toMeta(), ms: 840 },
   * });
   * ```
   */
  toMeta(): Pick<LogMeta, 'prompt' | 'variables'> {
    const entries = Object.entries(this.variables).map(([name, value]) => [name, toJson(value)]);
    if (entries.length === 0) return { prompt: this.version };
    return { prompt: this.version, variables: Object.fromEntries(entries) };
  }
}

/**
 * Fills in the placeholders of a prompt, `{name}`. Values are never read again, `{{name}}` stands
 * for a literal `{name}`, and everything else in braces stays as it is.
 *
 * @throws `PromptCrafterValidationError` when variables are missing or unknown, or no strings,
 * numbers or booleans; it lists all of them.
 * @example
 * ```ts
 * const prompt = { _id: 'prompt104', content: 'Explain {topic} to a child.' } as const;
 * const text = renderPrompt(prompt, { topic: 'steam engines' });
 *
 * console.log(`${text}`); // Explain steam engines to a child.
 * ```
 */
export function renderPrompt<const Content extends string>(
  prompt: RenderablePrompt<Content>,
  ...[variables]: RenderArguments<Content>
): RenderedPrompt {
  const { _id, content } = readPrompt(prompt);
  const given = readVariables(variables);
  const { text, used, issues } = fillPlaceholders(content, given);
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !used.has(name) && !issues.has(name)) issues.set(name, 'is unknown');
  }
  if (issues.size > 0) refuse(Array.from(issues, ([path, message]) => ({ path, message })));
  const rendered = new RenderedPrompt(text, { _id, content }, [...used]);
  rememberRendered(text, rendered);
  return rendered;
}

/** A content whose placeholders are filled in, as far as the variables allow. */
export interface FilledContent {
  readonly text: string;
  /** The variables that it has placeholders for. */
  readonly used: Map<string, VariableValue>;
  /** By placeholder, what is wrong with its variable. */
  readonly issues: Map<string, string>;
}

/** Fills in a content's placeholders with what an object itself has. Nobody is told of the text. */
export function fillPlaceholders(
  content: string,
  given: Readonly<Record<string, unknown>>,
): FilledContent {
  const used = new Map<string, VariableValue>();
  const issues = new Map<string, string>();
  const text = content.replace(placeholder, (_match, literal: string | undefined, name: string) => {
    if (literal !== undefined) return `{${literal}}`;
    const value = used.get(name) ?? (Object.hasOwn(given, name) ? given[name] : undefined);
    if (isVariableValue(value)) used.set(name, value);
    else
      issues.set(name, value === undefined ? 'is missing' : 'must be a string, number or boolean');
    return String(value);
  });
  return { text, used, issues };
}

/** The names of a content's placeholders, each once, in the order of the text. */
export function findPlaceholders(content: string): string[] {
  const names = Array.from(content.matchAll(placeholder), ([, , name]) => name);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function readPrompt(prompt: RenderablePrompt): RenderablePrompt {
  const { _id, content } = Object(prompt) as Partial<RenderablePrompt>;
  const issues = Object.entries({ _id, content })
    .filter(([, value]) => typeof value !== 'string')
    .map(([field]) => ({ path: `prompt.${field}`, message: 'must be a string' }));
  if (typeof _id === 'string' && typeof content === 'string') return { _id, content };
  return refuse(issues);
}

/** What the object itself has, without what it inherits; each is read once. */
function readVariables(variables: unknown): Readonly<Record<string, unknown>> {
  if (variables === undefined || variables === null) return {};
  if (typeof variables !== 'object') {
    refuse([{ path: 'variables', message: 'must be an object' }]);
  }
  return Object.assign(Object.create(null), variables);
}

function isVariableValue(value: unknown): value is VariableValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** JSON has no `NaN` and no infinity: they are kept as they are written in the text. */
function toJson(value: VariableValue): VariableValue {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

/** All of them are listed; a value is never repeated. */
function refuse(issues: readonly ErrorIssue[]): never {
  const listed = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new PromptCrafterValidationError(
    `Failed to render prompt: ${listed}. Give a value for each placeholder, and nothing else.`,
    { issues },
  );
}
