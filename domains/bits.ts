/** How many bits are set in a 32-bit integer: sums of pairs, of fours and of bytes, side by side in one word. */
export function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** True when at most one bit is set. */
export function hasOneBit(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}
