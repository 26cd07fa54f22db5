import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PromptCrafterValidationError } from '../../src/core/errors.ts';
import { encodeMeta } from '../../src/core/meta.ts';
import { toPromptVersion } from '../../src/core/prompt-version.ts';
import {
  findPlaceholders,
  type RenderedPrompt,
  renderPrompt,
} from '../../src/core/render-prompt.ts';

type Values = Record<string, string | number | boolean | undefined>;

const render = (content: string, variables?: Values) =>
  String(renderPrompt({ _id: 'prompt1', content }, variables));

function issuesOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof PromptCrafterValidationError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('placeholders', () => {
  it.each([
    ['{topic}', 'V'],
    ['a {topic} b {topic}', 'a V b V'],
    ['{{topic}} {topic}', '{topic} V'],
    ['{{{topic}}} {topic}', '{{topic}} V'],
    ['{{{{topic}}}} {topic}', '{{{topic}}} V'],
    ['{{topic}', '{V'],
    ['{topic}}', 'V}'],
    ['{{topic}}}{topic}', '{topic}}V'],
    ['{a{topic}b}', '{aVb}'],
    ['{{a}topic}{topic}}', undefined],
    ['{topic}{topic', 'V{topic'],
    ['{ topic } {topic }{topic}', '{ topic } {topic }V'],
    ['{}{ }{{}}{topic}', '{}{ }{{}}V'],
    ['{"topic": {topic}}', '{"topic": V}'],
    ['{"a":{"b":[1,{}]}} {topic}', '{"a":{"b":[1,{}]}} V'],
    [
      '{1topic} {topic-1} {topic.a} {topic:>3} $ {topic}',
      '{1topic} {topic-1} {topic.a} {topic:>3} $ V',
    ],
    ['{topic\n} {topic}', '{topic\n} V'],
    ['function () { return topic } {topic}', 'function () { return topic } V'],
  ])('%j', (content, expected) => {
    if (expected === undefined) {
      expect(issuesOf(() => render(content, { topic: 'V' }))).toEqual([
        { path: 'a', message: 'is missing' },
      ]);
    } else expect(render(content, { topic: 'V' })).toBe(expected);
  });

  it.each([
    '_',
    '_1',
    'a1_B',
    'größe',
    'названиe',
    '名前',
    'नाम',
    'toString',
    '__proto__',
    'constructor',
  ])('can be named %s', (name) => {
    const variables = JSON.parse(JSON.stringify({ x: 'V' }).replace('x', name));
    expect(render(`<{${name}}> {{${name}}}`, variables)).toBe(`<V> {${name}}`);
  });

  it.each(['{😀}', '{²}', '{a b}', '{a😀}', '{\u0301a}', '{a\u200b}'])('%s is none', (content) => {
    expect(render(content)).toBe(content);
  });

  it('are filled in once: what a value holds is never read again', () => {
    const content = '{a}{b}';
    expect(render(content, { a: '{b}', b: '{{a}} $& $1 {' })).toBe('{b}{{a}} $& $1 {');
  });

  it('take numbers and booleans as JavaScript writes them', () => {
    expect(render('{a} {b} {c} {d} {e}', { a: 0.1, b: 1e21, c: true, d: Number.NaN, e: -0 })).toBe(
      '0.1 1e+21 true NaN 0',
    );
  });

  it('are found by name, each once', () => {
    expect(findPlaceholders('{b} {{c}} {a} {b} {1}')).toEqual(['b', 'a']);
  });

  it('survive in any text, whatever the values hold', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,5}$/);
    const piece = fc.oneof(
      fc.record({ kind: fc.constant('text'), text: fc.string({ unit: 'binary' }) }),
      fc.record({ kind: fc.constantFrom('placeholder', 'literal'), text: name }),
    );
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('{a}', '{{a}}', '}', '{'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.infiniteStream(value), (pieces, values) => {
        const variables: Values = Object.create(null);
        let content = '';
        let expected = '';
        for (const { kind, text } of pieces) {
          if (kind === 'text') {
            const plain = text.replaceAll(/[{}]/g, '');
            content += plain;
            expected += plain;
          } else if (kind === 'literal') {
            content += `{{${text}}}`;
            expected += `{${text}}`;
          } else {
            variables[text] ??= values.next().value;
            content += `{${text}}`;
            expected += variables[text];
          }
        }
        expect(render(content, variables)).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are read from the left in any tangle of braces', () => {
    const soup = fc.array(fc.constantFrom('{', '}', '{', '}', 'a', 'b1', ' ', '"', '1'), {
      maxLength: 24,
    });
    fc.assert(
      fc.property(soup, (parts) => {
        const content = parts.join('');
        const names = findPlaceholders(content);
        const variables = Object.fromEntries(names.map((name) => [name, `<${name}>`]));
        expect(render(content, variables)).toBe(readFromTheLeft(content));
      }),
      { numRuns: 5_000 },
    );
  });
});

/** The rules by hand: at each brace, first the literal, then the placeholder, else the brace. */
function readFromTheLeft(content: string): string {
  let read = '';
  let at = 0;
  while (at < content.length) {
    const [, name] = /^\{([a-z]\w*)\}/.exec(content.slice(at + 1)) ?? [];
    const [, own] = /^\{([a-z]\w*)\}/.exec(content.slice(at)) ?? [];
    const isLiteral = name !== undefined && content[at + 2 + name.length + 1] === '}';
    if (content[at] === '{' && isLiteral) {
      read += `{${name}}`;
      at += name.length + 4;
    } else if (own !== undefined) {
      read += `<${own}>`;
      at += own.length + 2;
    } else {
      read += content[at];
      at += 1;
    }
  }
  return read;
}

describe('variables', () => {
  it('that are missing or unknown are all listed, without a value', () => {
    const variables = { tone: 'sk-secret', b: undefined, c: null, d: { x: 'sk-secret' } };
    const work = () => render('{a} {b} {c} {d} {a}', variables as unknown as Values);
    expect(issuesOf(work)).toEqual([
      { path: 'a', message: 'is missing' },
      { path: 'b', message: 'is missing' },
      { path: 'c', message: 'must be a string, number or boolean' },
      { path: 'd', message: 'must be a string, number or boolean' },
      { path: 'tone', message: 'is unknown' },
    ]);
    expect(work).toThrow(
      'Failed to render prompt: a is missing; b is missing; c must be a string, number or boolean; d must be a string, number or boolean; tone is unknown. Give a value for each placeholder, and nothing else.',
    );
  });

  it('of a literal are unknown', () => {
    expect(issuesOf(() => render('{{a}}', { a: 'x' }))).toEqual([
      { path: 'a', message: 'is unknown' },
    ]);
  });

  it('that an object inherits are missing', () => {
    class Variables {
      get a() {
        return 'x';
      }
    }
    const inherited = Object.create({ a: 'x', toString: 'x' });
    for (const variables of [new Variables(), inherited]) {
      expect(issuesOf(() => render('{a} {toString}', variables))).toEqual([
        { path: 'a', message: 'is missing' },
        { path: 'toString', message: 'is missing' },
      ]);
    }
  });

  it('that are undefined are as if they were not given', () => {
    expect(render('a', { b: undefined })).toBe('a');
  });

  it('are read once', () => {
    let reads = 0;
    const variables = {
      get a() {
        reads += 1;
        return reads;
      },
    };
    expect(render('{a} {a}', variables)).toBe('1 1');
    expect(reads).toBe(1);
  });

  it.each([
    ['no prompt', undefined, {}, ['prompt._id', 'prompt.content']],
    ['no id', { content: '' }, {}, ['prompt._id']],
    ['no content', { _id: 'a', content: 1 }, {}, ['prompt.content']],
    ['a text of variables', { _id: 'a', content: '' }, 'topic', ['variables']],
  ])('%s is refused', (_case, prompt, variables, paths) => {
    const work = () =>
      renderPrompt(prompt as { _id: string; content: string }, variables as Values);
    expect(issuesOf(work).map(({ path }) => path)).toEqual(paths);
  });
});

describe('a rendered prompt', () => {
  const content = 'Explain {topic} in {words} words.';
  const prompt = Object.freeze({ _id: 'prompt1', content });
  const rendered: RenderedPrompt = renderPrompt(prompt, { topic: 'steam', words: 9 });

  it('is its text in a string, and in a body', () => {
    const text = 'Explain steam in 9 words.';
    expect(`${rendered}`).toBe(text);
    expect(rendered.toString()).toBe(text);
    expect(JSON.stringify({ content: rendered })).toBe(JSON.stringify({ content: text }));
  });

  it('carries what a log should say of it', () => {
    const version = toPromptVersion(content);
    const variables = { topic: 'steam', words: 9 };
    expect(rendered).toMatchObject({ promptId: 'prompt1', version, variables });
    expect(rendered.toMeta()).toEqual({ prompt: version, variables });
    expect(renderPrompt({ _id: 'prompt2', content: 'Hi.' }).toMeta()).toEqual({
      prompt: toPromptVersion('Hi.'),
    });
  });

  it('gives a meta that can be encoded, whatever the values are', () => {
    const variables = { topic: Number.NaN, words: -Infinity };
    const meta = renderPrompt(prompt, variables).toMeta();
    expect(meta.variables).toEqual({ topic: 'NaN', words: '-Infinity' });
    expect(() => encodeMeta(undefined, meta)).not.toThrow();
  });

  it('keeps its variables, whatever becomes of those that were given', () => {
    const variables = { topic: 'steam', words: 9 };
    const kept = renderPrompt(prompt, variables);
    variables.topic = 'coal';
    expect(kept.variables).toEqual({ topic: 'steam', words: 9 });
    expect(() => Object.assign(kept.variables, { topic: 'coal' })).toThrow(TypeError);
  });
});
