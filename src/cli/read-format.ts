import type { LogFormat } from '../transfer/index.ts';
import { refuseArguments } from './cli-error.ts';

/** Reads the option `--format`. */
export function readFormat(text: string): LogFormat {
  if (text === 'jsonl' || text === 'csv') return text;
  return refuseArguments("a format is 'jsonl' or 'csv'");
}

/** The format that the name of a file tells. */
export const toFormat = (file: string): LogFormat => (/\.csv$/i.test(file) ? 'csv' : 'jsonl');
