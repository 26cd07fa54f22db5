import { writeFile } from 'node:fs/promises';
import { CliError } from './cli-error.ts';

/** Writes the page of `--report`. */
export async function writeReport(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new CliError(`Failed to write the report: ${code} at ${file}. Choose another file.`);
  }
}
