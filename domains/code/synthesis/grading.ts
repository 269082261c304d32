/** The number of the class of each, by the order in which the classes come up. */
export function classesOf(behaviours: readonly string[]): number[] {
  const numbers = new Map<string, number>();
  return behaviours.map((behaviour) => {
    const number = numbers.get(behaviour) ?? numbers.size;
    numbers.set(behaviour, number);
    return number;
  });
}

/** The share of classes of which every input was passed. */
export function classesPassed(classes: readonly number[], passed: readonly boolean[]): number {
  const failed = new Set(classes.filter((_, index) => passed[index] !== true));
  return 1 - failed.size / new Set(classes).size;
}
