import { toMean } from './to-mean.ts';

/**
 * Lin's (1989) concordance of two scorers of the same logs, 2 s_xy / (s_x² + s_y² + (x̄ − ȳ)²): 1 for
 * the same scores, 0 for what chance gives, below 0 for opposite ones. On whole numbers it is Cohen's
 * (1968) kappa with quadratic weights. `undefined` where neither scorer varies and both agree.
 */
export function toConcordance(x: readonly number[], y: readonly number[]): number | undefined {
  const meanX = toMean(x);
  const meanY = toMean(y);
  let products = 0;
  let squares = 0;
  for (const [index, value] of x.entries()) {
    const dx = value - meanX;
    const dy = (y[index] ?? 0) - meanY;
    products += dx * dy;
    squares += dx * dx + dy * dy;
  }
  const spread = squares + x.length * (meanX - meanY) ** 2;
  return spread > 0 ? (2 * products) / spread : undefined;
}
