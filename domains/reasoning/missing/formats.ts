import type { Clue } from '../grid/clues.ts';
import { people, questionId, type Situation } from './situation.ts';

/**
 * The clues as an answer-set program whose answer sets are the arrangements that fit: `at(Person, Place)` atoms,
 * places from 1.
 */
export function answerSetProgram({ names, clues }: Situation): string {
  return [
    '% Every answer set is an arrangement that fits all clues: at(Person,Place).',
    `place(1..${people}).`,
    ...names.map((name) => `person("${name}").`),
    '1 { at(A,P) : place(P) } 1 :- person(A).',
    ':- at(A,P), at(B,P), A < B.',
    ...clues.map((clue) => integrityConstraint(clue, names)),
    '#show at/2.',
    '',
  ].join('\n');
}

/** The rule that forbids every arrangement in which the clue is false. */
function integrityConstraint({ kind, items, numbers }: Clue, names: readonly string[]): string {
  const placed = items.map((person, index) => `at("${names[person]}",${'ABC'.charAt(index)})`);
  const [n, m] = placesFrom1(kind, numbers);
  const forbidden: Partial<Record<Clue['kind'], string>> = {
    at: `A != ${n}`,
    notAt: `A = ${n}`,
    atEither: `A != ${n}, A != ${m}`,
    leftOf: 'A > B',
    neighbour: '|A-B| != 1',
    notNeighbour: '|A-B| = 1',
    justLeftOf: 'A+1 != B',
    distance: `|A-B| != ${n}`,
    between: '(A-B)*(C-A) < 0',
  };
  return `:- ${placed.join(', ')}, ${forbidden[kind]}.`;
}

/**
 * Clues and questions by name, places from 1; the number of a `distance` clue is the difference of the places.
 * `questions` holds what can be asked: `place` and the pairs about people, `who` about a place.
 */
export function constraintSet({ names, clues, questions }: Situation): string {
  return JSON.stringify({
    places: people,
    people: names,
    constraints: clues.map(({ kind, items, numbers }) => ({
      kind,
      people: items.map((person) => names[person]),
      numbers: placesFrom1(kind, numbers),
    })),
    criterion: 'highest (fitting arrangements - arrangements left by the answer that leaves most) / price',
    questions: questions.map(({ kind, about, price }, index) => ({
      id: questionId(index),
      kind,
      about: about.map((item) => (kind === 'who' ? item + 1 : names[item])),
      price,
    })),
  });
}

function placesFrom1(kind: Clue['kind'], numbers: readonly number[]): readonly number[] {
  return kind === 'distance' ? numbers : numbers.map((number) => number + 1);
}
