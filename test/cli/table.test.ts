import { expect, it } from 'vitest';
import { cutText, measureText } from '../../src/cli/table.ts';

it.each([
  ['plain', 5],
  ['日本語', 6],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['© ™ ☀', 5],
  ['☀️', 2],
  ['𠀀', 2],
  ['한글', 4],
])('%s is as wide as a terminal shows it', (text, width) => {
  expect(measureText(text)).toBe(width);
});

it('cuts no character in two', () => {
  expect(cutText('日本語', 5)).toBe('日本…');
  expect(cutText('a🇩🇪b', 3)).toBe('a…');
  expect(cutText('a🇩🇪b', 4)).toBe('a🇩🇪b');
});
