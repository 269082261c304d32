/** What functions are tried with: drawn in another way than the calls that a prompt shows. */
import type { RandomStream } from '../../random.ts';
import { eachPart } from '../faults/parts.ts';
import type { FunctionDefinition } from '../ir/program.ts';
import type { Value } from '../ir/values.ts';

const lengthMax = 8;
const leastNumber = -25;
const largestNumber = 120;
const largestInList = 70;
/** More than anyone asks for. */
const listsMax = 200;
/** Share of the numbers that are near those which the function itself names. */
const edgeShare = 0.35;

/**
 * Arguments in random order: of a list some, the empty one first, and of a number all. Nothing is below 0 where the
 * function is meant for that.
 */
export function* drawArguments(definition: FunctionDefinition, random: RandomStream): Generator<Value> {
  const [parameter] = definition.parameters;
  const least = definition.naturals.includes(parameter!.name) ? 0 : leastNumber;
  if (parameter!.type.kind === 'int') {
    const count = largestNumber - least + 1;
    yield* random.shuffle(Array.from({ length: count }, (_, at) => least + at));
    return;
  }
  const edges = numbersIn(definition).flatMap((number) => [number - 1, number, number + 1]);
  const near = edges.filter((edge) => edge >= least);
  const number = () =>
    near.length > 0 && random.chance(edgeShare) ? random.pick(near) : random.int(least, largestInList);
  yield [];
  for (let drawn = 1; drawn < listsMax; drawn++)
    yield Array.from({ length: random.int(1, lengthMax) }, number);
}

function numbersIn({ body }: FunctionDefinition): number[] {
  const numbers = new Set<number>();
  eachPart(body, (part) => {
    if (part.kind === 'int') numbers.add(part.value);
  });
  return [...numbers];
}
