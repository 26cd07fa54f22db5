import { expect, expectTypeOf, it } from 'vitest';
import type { PromptVariables, VariableValue } from '../../src/core/prompt-variables.ts';
import { renderPrompt } from '../../src/core/render-prompt.ts';
import type { Prompt } from '../../src/core/schemas/prompt.ts';

// The compiler is the test: `npm run check` reads this file, which says what it must refuse.
it('the variables of a literal content are known to the compiler', () => {
  expectTypeOf<PromptVariables<'Explain {topic} in {words} words to {topic}.'>>().toEqualTypeOf<{
    readonly topic: VariableValue;
    readonly words: VariableValue;
  }>();
  expectTypeOf<PromptVariables<'none'>>().toEqualTypeOf<{ readonly [name: string]: never }>();
  expectTypeOf<keyof PromptVariables<'{{a}}{b}{{{c}}}{{d}{e}}{ f }{1}{"g":{h}}{i'>>().toEqualTypeOf<
    'b' | 'd' | 'e' | 'h'
  >();
  expectTypeOf<keyof PromptVariables<'{{a}b}}{{{{c}}}} {_} {A9_}'>>().toEqualTypeOf<
    'a' | '_' | 'A9_'
  >();
});

it('a name of other letters may be given, since the compiler does not know all of them', () => {
  expectTypeOf<PromptVariables<'{größe}{a}'>>().toEqualTypeOf<{
    readonly a: VariableValue;
    readonly größe?: VariableValue | undefined;
  }>();
});

it('the variables of any other content are not known', () => {
  expectTypeOf<PromptVariables<string>>().toEqualTypeOf<{
    readonly [name: string]: VariableValue | undefined;
  }>();
});

it('a content of many braces and characters is followed as far as the compiler can', () => {
  expectTypeOf<keyof PromptVariables<`${Long}{topic}`>>().toEqualTypeOf<'topic'>();
  expectTypeOf<keyof PromptVariables<`${Ten<Braces>}${Braces}{topic}`>>().toEqualTypeOf<'topic'>();
  expectTypeOf<PromptVariables<Ten<Ten<Braces>>>>().toEqualTypeOf<PromptVariables<string>>();
});

it('a call is checked', () => {
  const prompt = { _id: 'prompt1', content: 'Explain {topic}.' } as const;
  expect(`${renderPrompt(prompt, { topic: 'steam' })}`).toBe('Explain steam.');
  expect(`${renderPrompt({ _id: 'a', content: '{n} {ok}' }, { n: 1, ok: true })}`).toBe('1 true');
  expect(`${renderPrompt({ _id: 'a', content: 'Hi.' })}`).toBe('Hi.');
  const { content }: Pick<Prompt, 'content'> = { content: 'Hi {name}.' };
  expect(`${renderPrompt({ _id: 'a', content }, { name: 'Ada' })}`).toBe('Hi Ada.');

  const refused = [
    // @ts-expect-error a variable is missing
    () => renderPrompt(prompt),
    // @ts-expect-error a variable is missing
    () => renderPrompt(prompt, {}),
    // @ts-expect-error a variable is unknown
    () => renderPrompt(prompt, { topic: 'steam', tone: 'calm' }),
    // @ts-expect-error a value is no string, number or boolean
    () => renderPrompt(prompt, { topic: null }),
    // @ts-expect-error a value is no string, number or boolean
    () => renderPrompt({ _id: 'a', content }, { name: [] }),
    // @ts-expect-error there are no variables
    () => renderPrompt({ _id: 'a', content: 'Hi.' }, { name: 'Ada' }),
    // @ts-expect-error a prompt has an id
    () => renderPrompt({ content: 'Hi.' }),
  ];
  for (const work of refused) expect(work).toThrow('Failed to render prompt');
});

type Ten<Text extends string> =
  `${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}${Text}`;
type Long = Ten<Ten<Ten<'Explain it to me as to a child. '>>>;
type Braces = Ten<'{ x {"y": 1} {{z}} '>;
