import { type Invention, pressed } from './invention.ts';
import { pileNumber, pileOf } from './piles.ts';
import { pileText, programText, strategyText } from './wording.ts';

/** Strategies that are listed one by one. */
const listedMax = 8;

/** How all valid programs are found, and how many there are. */
export function searchText({ programs, pool, lengthMax }: Invention): string[] {
  return [
    `Count back from each target: how many keys it is away from every pile. A beginning of a program is given up when some target is farther away than there are keys left of the ${lengthMax}.`,
    'Give up idle beginnings: a beginning that makes the same piles as itself with a part left out.',
    `What is left are ${programs} valid programs, of ${Object.keys(pool).length} strategies.`,
  ];
}

/** The strategies from the most common one on, with their shares. */
export function strategyLines(invention: Invention, among: readonly string[]): string[] {
  const { pool, examples } = invention;
  const all = Object.values(pool).reduce((sum, weight) => sum + weight, 0);
  const lines = among.slice(0, listedMax).map((fingerprint) => {
    const example = examples[fingerprint]!;
    const share = percent(pool[fingerprint]! / all);
    return `- ${strategyText(invention, example)}: ${share}, for example ${programText(invention, example)}`;
  });
  const more = among.length - lines.length;
  return more > 0 ? [...lines, `- ${more} more that are no more common`] : lines;
}

/** What a program does with the first start pile. */
export function runText(invention: Invention, program: readonly number[]): string {
  const { pairs, modulus, keys } = invention;
  const { start } = pairs[0]!;
  let piles = [pileNumber(start, modulus)];
  const steps = program.map((key) => {
    piles = pressed(invention, piles, key);
    return `${keys[key]!.name} makes ${pileText(pileOf(piles[0]!, modulus))}`;
  });
  return `From ${pileText(start)}, ${steps.join(', ')}.`;
}

export function percent(share: number): string {
  const tenths = Math.round(share * 1000);
  return `${Math.floor(tenths / 10)}.${tenths % 10} %`;
}
