import type { Run, RunRow } from '../../../src/evals/index.ts';
import { createRun } from '../../../src/evals/run/create-run.ts';
import { createLab } from './create-lab.ts';

/** A run of two prompts whose texts are what a report must not be broken by. */
export async function createReportRun(
  rows: readonly RunRow[],
  name = 'copy-2026-11',
  { title = '<b>Kind</b>' } = {},
): Promise<Run> {
  const { client } = await createLab();
  return createRun({
    client,
    name,
    prompts: [
      { id: 'prompt101', title: 'Plain', version: '0011223344556677' },
      { id: 'prompt102', title, version: '8899aabbccddeeff' },
    ],
    fates: rows.map((row) => ({ row, isResumed: false, isUnlogged: false })),
  });
}

/** Rows of both prompts, the second of which loses in the first two cases. */
export function toRows(outputs: readonly string[]): RunRow[] {
  return outputs.flatMap((output, index) =>
    ['prompt101', 'prompt102'].map((promptId) => {
      const score = promptId === 'prompt101' ? 7 : index < 2 ? 4 + index : 8;
      return {
        case: `case-${index + 1}`,
        promptId,
        trial: 1,
        output,
        modelUsed: 'gpt-4o',
        ms: 12,
        scores: { judge: score, exact: 10 },
        score,
        reasons: { judge: output },
      };
    }),
  );
}

/** Texts that try to be something else. */
export const hostile = [
  '<script>window.broken = true</script>',
  '"><img src=x onerror="window.broken = true">',
  "'--></style></pre></main><svg onload=window.broken=true>",
  '&lt;b&gt; `code` {{y}}',
  '\u001B[2J\u001B[31mred\u0007\u202Egnorts\u202C',
  '=HYPERLINK("https://example.com","x")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1+1',
  ' =1+1',
  '＝1+1',
  "'=1+1",
  'plain, with "quotes"\r\nand a line',
];
