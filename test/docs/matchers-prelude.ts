import './guide-prelude.ts';

interface Result {
  readonly pass: boolean;
  message(): string;
}
type Matcher = (this: object, received: unknown, ...expected: unknown[]) => Result;

const matchers: Record<string, Matcher> = {};

/** As vitest's, which works in its own workers alone: matchers, and an error where one says no. */
const expect = (received: unknown) =>
  Object.fromEntries(
    Object.entries(matchers).map(([name, matcher]) => [
      name,
      (...expected: unknown[]) => {
        const { pass, message } = matcher.call({}, received, ...expected);
        if (!pass) throw new Error(message());
      },
    ]),
  );

// What a snippet about matchers uses without making it: a client, and the test runner's globals.
Object.assign(globalThis, {
  expect: Object.assign(expect, {
    extend: (added: Record<string, Matcher>) => Object.assign(matchers, added),
  }),
  it: (_title: string, run: () => unknown) => run(),
});
