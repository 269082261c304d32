/** A source of numbers that look random and are the same in every search: Marsaglia's xorshift. */
export function numbersBelow(): (below: number) => number {
  let state = 0x2545f491;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
