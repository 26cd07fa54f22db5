import { Option } from 'commander';
import type { LogFormat } from '../transfer/index.ts';
import { refuseArguments } from './cli-error.ts';

/** Reads the option `--format`. */
function readFormat(text: string): LogFormat {
  if (text === 'jsonl' || text === 'csv') return text;
  return refuseArguments("a format is 'jsonl' or 'csv'");
}

/** The option `--format`. */
export const createFormatOption = (): Option =>
  new Option('--format <format>', 'by default as the file is called')
    .choices(['jsonl', 'csv'])
    .argParser(readFormat);

/** The format that the name of a file tells. */
export const toFormat = (file: string): LogFormat => (/\.csv$/i.test(file) ? 'csv' : 'jsonl');
