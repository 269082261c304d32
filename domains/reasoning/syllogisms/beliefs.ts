import { type Claim, cells } from './claims.ts';

/**
 * What everyone knows of everyday classes: each is the set of kinds of thing that belong to it. A claim is
 * believed when it holds of these sets.
 */
const everyday: Readonly<Record<string, string>> = {
  poodles: 'poodle',
  dogs: 'poodle terrier',
  cats: 'tabby',
  lions: 'lion',
  whales: 'whale',
  bats: 'bat',
  horses: 'horse',
  mammals: 'poodle terrier tabby lion whale bat horse',
  sparrows: 'sparrow',
  penguins: 'penguin',
  parrots: 'parrot',
  birds: 'sparrow penguin parrot',
  sharks: 'shark',
  ants: 'ant',
  bees: 'bee',
  insects: 'ant bee',
  animals: 'poodle terrier tabby lion whale bat horse sparrow penguin parrot shark ant bee',
  vertebrates: 'poodle terrier tabby lion whale bat horse sparrow penguin parrot shark',
  pets: 'poodle terrier tabby parrot',
  predators: 'tabby lion shark',
  oaks: 'oak',
  trees: 'oak pine',
  roses: 'rose',
  flowers: 'rose tulip',
  plants: 'oak pine rose tulip',
  organisms:
    'poodle terrier tabby lion whale bat horse sparrow penguin parrot shark ant bee oak pine rose tulip',
  hammers: 'hammer',
  tools: 'hammer saw',
  violins: 'violin',
  instruments: 'violin drum',
};

export const everydayClasses: readonly string[] = Object.keys(everyday);
const kinds = [...new Set(Object.values(everyday).flatMap((text) => text.split(' ')))];
const extents = new Map(
  Object.entries(everyday).map(([name, text]) => [
    name,
    text.split(' ').reduce((bits, kind) => bits | (1 << kinds.indexOf(kind)), 0),
  ]),
);
const everything = (1 << kinds.length) - 1;

/** What everyday knowledge says of the claim, when these everyday classes stand for its terms. */
export function isBelieved(claim: Claim, classes: readonly string[]): boolean {
  const { universal, inSubject, inPredicate } = cells[claim.form];
  const left = extents.get(classes[claim.subject] ?? '') ?? 0;
  const right = extents.get(classes[claim.predicate] ?? '') ?? 0;
  const cell = (inSubject ? left : ~left) & (inPredicate ? right : ~right) & everything;
  return (cell === 0) === universal;
}
