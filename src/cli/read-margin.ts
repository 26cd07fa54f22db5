import { refuseArguments } from './cli-error.ts';

/** Reads the option `--margin`. */
export function readMargin(text: string): number {
  const margin = Number(text);
  if (text.trim() === '' || !(margin >= 0 && margin <= 10)) {
    refuseArguments('a margin is a number of points from 0 to 10');
  }
  return margin;
}
