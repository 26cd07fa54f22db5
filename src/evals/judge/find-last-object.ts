/** How much is looked at: verdicts are small, and a hostile answer is not to cost time. */
const most = { ends: 50, starts: 50, length: 20_000 };

/**
 * The last JSON object in a text that has a key, wherever it stands: after thoughts, in a fence, before
 * a farewell. None, if something comes after it that looks like another one: that would be the last,
 * and it cannot be read.
 */
export function findLastObject(text: string, key: string): object | undefined {
  let end = text.lastIndexOf('}');
  for (let ends = 0; end >= 0 && ends < most.ends; ends += 1) {
    const object = findEndingAt(text, end);
    if (object && Object.hasOwn(object, key)) {
      return mentions(text.slice(end + 1), key) ? undefined : object;
    }
    end = end === 0 ? -1 : text.lastIndexOf('}', end - 1);
  }
  return undefined;
}

/** The object that ends at a brace; braces in its strings may look like its beginning. */
function findEndingAt(text: string, end: number): object | undefined {
  let start = text.lastIndexOf('{', end);
  for (let starts = 0; start >= 0 && starts < most.starts; starts += 1) {
    if (end - start > most.length) return undefined;
    const object = parseObject(text.slice(start, end + 1));
    if (object) return object;
    start = start === 0 ? -1 : text.lastIndexOf('{', start - 1);
  }
  return undefined;
}

const mentions = (text: string, key: string) =>
  new RegExp(`\\{[^{}]*\\b${key}\\b["'\`]?\\s*:`).test(text.slice(0, most.length));

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
