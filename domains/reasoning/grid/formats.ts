import type { Clue } from './clues.ts';
import { cluesOf, type Puzzle, valueAt } from './puzzle.ts';

/**
 * The puzzle as an answer-set program whose answer sets are its solutions: `at(Category, Value, Position)`
 * atoms, positions from 1.
 */
export function answerSetProgram(puzzle: Puzzle): string {
  const values = puzzle.categories.flatMap(({ name, values }) =>
    values.map((value) => `value("${name}","${value}").`),
  );
  return [
    '% Every answer set is a solution: at(Category,Value,Position).',
    `position(1..${puzzle.positions}).`,
    ...values,
    '1 { at(C,V,P) : position(P) } 1 :- value(C,V).',
    ':- at(C,V,P), at(C,W,P), V < W.',
    'place(V,P) :- at(_,V,P).',
    ...cluesOf(puzzle).map((clue) => integrityConstraint(clue, puzzle)),
    '#show at/3.',
    '',
  ].join('\n');
}

/** The rule that forbids every placement in which the clue is false. */
function integrityConstraint(clue: Clue, puzzle: Puzzle): string {
  const variables = ['A', 'B', 'C'];
  const placed = clue.items.map((item, index) => `place("${valueAt(puzzle, item)}",${variables[index]})`);
  const [n, m] = clue.numbers.map((number) => number + 1);
  const forbidden: Readonly<Record<Clue['kind'], string>> = {
    same: 'A != B',
    different: 'A = B',
    at: `A != ${n}`,
    notAt: `A = ${n}`,
    atEither: `A != ${n}, A != ${m}`,
    neighbour: '|A-B| != 1',
    notNeighbour: '|A-B| = 1',
    leftOf: 'A >= B',
    notLeftOf: 'A < B',
    justLeftOf: 'A+1 != B',
    distance: `|A-B| != ${clue.numbers[0]}`,
    between: '(A-B)*(C-A) <= 0',
    exactlyOne: '(A-B)*(A-C) != 0',
  };
  // Of three places that meet in one, the product of differences is 0 as well, so that case is its own rule.
  const both = clue.kind === 'exactlyOne' ? `\n:- ${placed.join(', ')}, A = B, A = C.` : '';
  return `:- ${placed.join(', ')}, ${forbidden[clue.kind]}.${both}`;
}

/**
 * The puzzle as JSON: `{ positions, allDifferent, constraints }`. The variables are the values, as they stand in
 * `allDifferent: { [attribute]: value[] }`; each takes an integer from 1 to `positions`, different within an
 * attribute. Each of `constraints: { kind, variables, numbers }[]` says of its variables a, b, c and numbers n, m:
 * `same` a = b, `different` a ≠ b, `at` a = n, `notAt` a ≠ n, `atEither` a ∈ {n, m}, `neighbour` |a − b| = 1,
 * `notNeighbour` |a − b| ≠ 1, `leftOf` a < b, `notLeftOf` a ≥ b, `justLeftOf` a + 1 = b, `distance` |a − b| = n,
 * `between` b < a < c or c < a < b, `exactlyOne` either a = b or a = c but not both. There is one solution.
 */
export function constraintSet(puzzle: Puzzle): string {
  const isPlace = (kind: Clue['kind']) => kind !== 'distance';
  return JSON.stringify({
    positions: puzzle.positions,
    allDifferent: Object.fromEntries(puzzle.categories.map(({ name, values }) => [name, values])),
    constraints: cluesOf(puzzle).map(({ kind, items, numbers }) => ({
      kind,
      variables: items.map((item) => valueAt(puzzle, item)),
      numbers: numbers.map((number) => (isPlace(kind) ? number + 1 : number)),
    })),
  });
}
