/** A call, and behind it or in the next line a comment with the value that it gives. */
const result = /^(?!console\.)(\w[\w.]*\(.*\));(?: |\n)\/\/ (['"{[\d].*)$/gm;

/** A line that is printed, and behind it a comment with what it says. */
const printed = /console\.log\(.*\); \/\/ (.+)$/gm;

/** Makes the results that comments promise checks: `double(2); // 4`. */
export const checkResults = (code: string) =>
  code.replace(
    result,
    (_match, call, value) =>
      `(await import('node:assert')).deepStrictEqual(${call}, ${value}); /* promised */`,
  );

/** The lines that comments promise to be printed: `console.log(4); // 4`. */
export const findPrintedLines = (code: string) =>
  Array.from(code.matchAll(printed), ([, line = '']) => line);
