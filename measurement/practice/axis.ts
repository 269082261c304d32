/**
 * Place on the practice axis, x = log10(1 + c / c0): c the prompt and completion tokens of the answered practice
 * tasks so far, c0 the suite's token offset. 0 before any practice; a unit is a tenfold of practice once c >> c0.
 */
export function practiceAxis(tokens: number, tokenOffset: number): number {
  if (!(tokens >= 0) || !(tokenOffset > 0)) {
    throw new RangeError(
      `practice of ${tokens} tokens with an offset of ${tokenOffset} has no place on the axis`,
    );
  }
  return Math.log10(1 + tokens / tokenOffset);
}

/** The practice tokens at a place of the axis: the inverse of `practiceAxis`. */
export function practiceTokensAt(x: number, tokenOffset: number): number {
  return tokenOffset * (10 ** x - 1);
}
