import { type CommandOptions, runNode } from '../support/run-command.ts';

/** A script of a tutorial, and the line that its reader is promised. */
export interface TutorialScript {
  readonly file: string;
  readonly promised: RegExp;
}

/**
 * Runs scripts one after the other, as a reader would, and shows what they print.
 *
 * @throws an Error when a script fails or does not print what it promises.
 */
export async function walkScripts(
  scripts: readonly TutorialScript[],
  options: CommandOptions,
  show: (text: string) => void,
): Promise<void> {
  for (const { file, promised } of scripts) {
    show(`$ node ${file}\n`);
    const { code, stdout, stderr } = await runNode([file], options);
    show(stdout + stderr);
    if (code !== 0) throw new Error(`Failed to run ${file}: it ended with ${code}.`);
    if (!promised.test(stdout)) {
      throw new Error(`Failed to run ${file}: it printed no line like ${promised}.`);
    }
  }
}
