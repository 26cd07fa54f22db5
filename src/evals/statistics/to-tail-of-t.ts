/**
 * The probability that Student's t with `df` degrees of freedom exceeds `t`, for t ≥ 0.
 *
 * P(T > t) = I_x(df/2, 1/2) / 2 with x = df / (df + t²) (Abramowitz and Stegun 26.5.27 and 26.7.1),
 * where I is the regularized incomplete beta function, computed by the continued fraction DLMF 8.17.22.
 */
export function toTailOfT(t: number, df: number): number {
  const a = df / 2;
  const b = 0.5;
  const ratio = (t * t) / df;
  const x = 1 / (1 + ratio);
  const y = ratio / (1 + ratio);
  // x^a y^b / B(a, b), with log1p, since x is close to 1 where there are many degrees of freedom.
  const front = (Math.exp(-a * Math.log1p(ratio)) * Math.sqrt(y) * toGammaRatio(a)) / sqrtPi;
  if (front === 0) return t === 0 ? 0.5 : 0;
  return x < (a + 1) / (a + b + 2)
    ? (front * toFraction(x, a, b)) / (2 * a)
    : (1 - (front * toFraction(y, b, a)) / b) / 2;
}

const sqrtPi = Math.sqrt(Math.PI);

/**
 * Γ(a + 1/2) / Γ(a): the asymptotic series of Tricomi and Erdélyi (1951), after raising a by the
 * recurrence Γ(a + 1) = a Γ(a). Two logarithms of Γ would cancel each other's digits.
 */
function toGammaRatio(a: number): number {
  let factor = 1;
  let raised = a;
  while (raised < 40) {
    factor *= raised / (raised + 0.5);
    raised += 1;
  }
  const r = 1 / raised;
  const series = 1 - r / 8 + r ** 2 / 128 + (5 * r ** 3) / 1024 - (21 * r ** 4) / 32768;
  return factor * Math.sqrt(raised) * (series - (399 * r ** 5) / 262144);
}

/** The continued fraction of I_x(a, b), by Lentz's method as Thompson and Barnett (1986) changed it. */
function toFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    result *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const change = c * d;
    result *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return result;
}

const awayFromZero = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
