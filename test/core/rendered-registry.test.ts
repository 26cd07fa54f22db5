import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderPrompt } from '../../src/core/render-prompt.ts';
import { findRendered, rememberRendered } from '../../src/core/rendered-registry.ts';

const place = Symbol.for('promptcrafter-client.rendered');

afterEach(() => {
  // Each test begins like a program that has rendered nothing.
  (Reflect.get(globalThis, place) as { texts: Map<string, unknown>; bytes: number }).texts.clear();
  Object.assign(Reflect.get(globalThis, place), { bytes: 0 });
});

const render = (_id: string, content: string) => renderPrompt({ _id, content });
const find = (...messages: string[]) => findRendered(messages)?.promptId;

describe('a rendered text is recognised', () => {
  it('where a message contains it', () => {
    render('a', 'Explain steam engines to a child.');
    expect(find('Hello.', 'Now: Explain steam engines to a child. Thanks.')).toBe('a');
    expect(find('Explain steam engines to an adult.')).toBeUndefined();
    expect(find()).toBeUndefined();
  });

  it('by its message as a whole where it is shorter than 20 characters', () => {
    render('a', '1234567890123456789');
    render('b', '20 characters, sure.');
    expect(find('Say 1234567890123456789.')).toBeUndefined();
    expect(find('1234567890123456789')).toBe('a');
    expect(find('Say 20 characters, sure.')).toBe('b');
  });

  it('as the longest of those that fit', () => {
    render('long', 'Explain steam engines to a child of ten.');
    render('short', 'Explain steam engines to a child');
    expect(find('Explain steam engines to a child of ten.')).toBe('long');
    expect(find('Explain steam engines to a child', 'x')).toBe('short');
    render('equal', 'You are a friendly teacher of history...');
    expect(
      find('Explain steam engines to a child of ten.You are a friendly teacher of history...'),
    ).toBe('equal');
  });

  it('as the prompt that gave it last', () => {
    render('a', 'Explain steam engines to a child.');
    render('b', 'Explain steam engines to a child.');
    expect(find('Explain steam engines to a child.')).toBe('b');
  });

  it('never by an empty text', () => {
    render('a', '');
    expect(find('')).toBeUndefined();
  });
});

describe('what is remembered is bounded', () => {
  it('by 1000 texts', () => {
    for (let index = 0; index <= 1_000; index += 1)
      render(`p${index}`, `Text number ${index} of many.`);
    expect(find('Text number 0 of many.')).toBeUndefined();
    expect(find('Text number 1 of many.')).toBe('p1');
    expect(find('Text number 1000 of many.')).toBe('p1000');
  });

  it('by 8 MiB, and what is rendered again is remembered anew', () => {
    const texts = Array.from({ length: 9 }, (_, index) => String(index).repeat(1024 * 1024));
    for (const text of texts.slice(0, 8)) render(text.slice(0, 1), text);
    render('0', texts[0] ?? '');
    render('8', texts[8] ?? '');
    expect(texts.map((text) => find(text))).toEqual([
      '0',
      undefined,
      '2',
      '3',
      '4',
      '5',
      '6',
      '7',
      '8',
    ]);
  });

  it('by what a text takes in memory where it is not Latin', () => {
    for (const letter of 'абвгд') render(letter, letter.repeat(1024 * 1024));
    expect(find('а'.repeat(1024 * 1024))).toBeUndefined();
    expect(find('б'.repeat(1024 * 1024))).toBe('б');
  });

  it('and a text that is too large costs the others nothing', () => {
    render('a', 'Explain steam engines to a child.');
    render('large', 'x'.repeat(9 * 1024 * 1024));
    expect(find('Explain steam engines to a child.')).toBe('a');
  });
});

describe('the registry', () => {
  it('is shared by the copies of the package in a program', async () => {
    render('a', 'Explain steam engines to a child.');
    vi.resetModules();
    const copy = await import('../../src/core/rendered-registry.ts');
    expect(copy.findRendered).not.toBe(findRendered);
    expect(copy.findRendered(['Explain steam engines to a child.'])?.promptId).toBe('a');
  });

  it('of something else is left alone', () => {
    const registry = Reflect.get(globalThis, place);
    const { texts } = registry;
    registry.texts = 'from another world';
    expect(() => render('a', 'Explain steam engines to a child.')).not.toThrow();
    expect(find('Explain steam engines to a child.')).toBeUndefined();
    expect(registry.texts).toBe('from another world');
    registry.texts = texts;
    rememberRendered('Explain steam engines to a child.', { promptId: 'b', toMeta: () => ({}) });
    expect(find('Explain steam engines to a child.')).toBe('b');
  });
});
