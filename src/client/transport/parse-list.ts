import { ArraySplitter } from '../stream/split-array.ts';

/** In characters. What is longer can hold so many small values that they would fill the memory. */
const longestWhole = 16 * 1024 * 1024;

/** Elements that are no object, as many as a check needs to refuse the list. */
const mostForeign = 20;

/**
 * Parses JSON. A long list is parsed element by element, and no further than to the twentieth that is
 * no record: 256 MiB of `{},{},{}` take gigabytes once they are parsed.
 *
 * @throws SyntaxError when it is no JSON.
 */
export function parseJson(text: string, isList: boolean): unknown {
  if (!isList || text.length <= longestWhole) return JSON.parse(text);
  const splitter = new ArraySplitter();
  const list: unknown[] = [];
  let foreign = 0;
  for (const element of splitter.push(text)) {
    const value: unknown = JSON.parse(element);
    list.push(value);
    if (!hasId(value)) foreign += 1;
    if (foreign === mostForeign) return list;
  }
  if (!splitter.isComplete) throw new SyntaxError('the list has no end');
  return list;
}

const hasId = (value: unknown) => typeof Object(value)._id === 'string';
