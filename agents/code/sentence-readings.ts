/** A kind of sentence, and what one of that kind means. */
export interface Reading<Meaning> {
  readonly pattern: RegExp;
  make(...parts: string[]): Meaning;
}

/** What the sentence means, or null; every reading that is tried goes through `tries`, which may give up. */
export function readBy<Meaning>(
  readings: readonly Reading<Meaning>[],
  sentence: string,
  tries: () => void,
): Meaning | null {
  for (const { pattern, make } of readings) {
    tries();
    const match = pattern.exec(sentence);
    if (match !== null) return make(...match.slice(1));
  }
  return null;
}
