import type { Command } from 'commander';
import { defineApiCommand } from '../api-command.ts';
import { readMargin } from '../read-margin.ts';
import type { EvalOptions } from '../run-evaluation.ts';

/** Adds what `eval` takes and does. */
export function defineEval(command: Command): void {
  command
    .description(
      'Runs an evaluation: a module whose default export is the options of evaluate, or a function of { client } that returns them. Gates each later prompt against the first one. Exit code 0: pass; 1: fail; 2: inconclusive, or nothing to compare.',
    )
    .argument('<file>', 'the module; TypeScript where Node reads it')
    .option('--baseline <label>', 'gate all prompts against the last run with this label')
    .option('--margin <points>', 'by how many points a prompt may be worse', readMargin, 0.5)
    .option('--accept <label>', 'give the run this label if it passes, or is the first one')
    .option('--report <file>', 'write a page with charts');
  defineApiCommand<EvalOptions>(command, {
    goal: 'run the evaluation',
    examples: [
      'promptcrafter-client eval refunds.eval.ts --baseline accepted --accept accepted --report report.html',
    ],
    async action(context, file = '') {
      const { runEvaluation } = await import('../run-evaluation.ts');
      return runEvaluation(context, file);
    },
  });
}
