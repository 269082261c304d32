/** How many bits are set in a 32-bit integer. */
export function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** True when at most one bit is set. */
export function hasOneBit(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}
