/**
 * A generator of 32 random bits at a time, the same for the same seed: xoshiro128** of Blackman and
 * Vigna (2018), its state filled from the seed by the mixer of SplitMix.
 */
export function createRandom(seed: number): () => number {
  let mixed = Math.trunc(seed) | 0;
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let bits = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
    return bits ^ (bits >>> 15);
  };
  let [s0, s1, s2, s3] = [mix(), mix(), mix(), mix()];
  return () => {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
}
