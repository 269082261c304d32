/** Values that functions are tried on. */
import type { RandomStream } from '../../random.ts';
import { type Item, type Label, labelCount, type Shape, type Tally, type Value } from './plan.ts';
import { DistinctValues } from './values.ts';

const lengthMax = 9;
const valueMin = -12;
const valueMax = 20;
/** How many times as wide single numbers are spread, so that there are enough of them. */
const singleSpread = 3;
const edgeShare = 0.3;
/** That a part of a list is the same as an earlier one. */
const repeatShare = 0.15;

/**
 * Different random values of a shape, the empty one first where there is one; many numbers are among the `edges`, which
 * are those where something changes.
 */
export function drawArguments(
  shape: Shape,
  edges: readonly number[],
  count: number,
  random: RandomStream,
): Value[] {
  const number = () =>
    edges.length > 0 && random.chance(edgeShare) ? random.pick(edges) : random.int(valueMin, valueMax);
  const values = new DistinctValues();
  if (shape !== 'number' && shape !== 'record') values.add([]);
  while (values.all.length < count) values.add(drawArgument(shape, number, random));
  return values.all;
}

function drawArgument(shape: Shape, number: () => number, random: RandomStream): Value {
  const label = (): Label => random.int(0, labelCount - 1);
  const item = (): Item => ({ label: label(), first: number(), second: number() });
  const list = <T>(part: () => T): T[] => {
    const parts: T[] = [];
    const length = random.int(1, lengthMax);
    while (parts.length < length)
      parts.push(parts.length > 0 && random.chance(repeatShare) ? random.pick(parts) : part());
    return parts;
  };
  switch (shape) {
    case 'number':
      return random.chance(0.5) ? number() : random.int(singleSpread * valueMin, singleSpread * valueMax);
    case 'record':
      return item();
    case 'numbers':
      return list(number);
    case 'records':
      return list(item);
    case 'words':
      return list(label);
    case 'tally':
      return random
        .shuffle(Array.from({ length: labelCount }, (_, at) => at))
        .slice(0, random.int(1, labelCount))
        .map((key): Tally[number] => [key, number()]);
  }
}
