import type { RandomStream } from '../../random.ts';
import { capitalised, drawVocabulary, listed, pluralOf } from '../../skins.ts';
import type { Description, Form, Kind, Question, Statement, Verdict } from './relations.ts';

/** The words of an instance. */
export interface Scene {
  readonly who: string;
  readonly names: readonly string[];
  /** Index into `comparisons`, which is what a quantity is about. */
  readonly comparison: number;
}

/** A quantity: how two people compare, lower first, as a statement and as a question; and that there are no ties. */
interface Comparison {
  readonly less: string;
  readonly greater: string;
  readonly sentence: (first: string, word: string, second: string) => string;
  /** Of all that are lower than someone. */
  readonly lower: (name: string) => string;
  readonly question: (first: string, second: string) => string;
  readonly apart: string;
}

function degree(less: string, greater: string, quality: string): Comparison {
  return {
    less,
    greater,
    sentence: (first, word, second) => `${first} is ${word} than ${second}`,
    lower: (name) => `${less} than ${name}`,
    question: (first, second) => `Is ${first} ${less} or ${greater} than ${second}?`,
    apart: `No two of them have the same ${quality}.`,
  };
}

const comparisons: readonly Comparison[] = [
  degree('younger', 'older', 'age'),
  degree('shorter', 'taller', 'height'),
  degree('lighter', 'heavier', 'weight'),
  degree('poorer', 'richer', 'fortune'),
  {
    less: 'before',
    greater: 'after',
    sentence: (first, word, second) => `${first} finished ${word} ${second}`,
    lower: (name) => `before ${name}`,
    question: (first, second) => `Did ${first} finish before or after ${second}?`,
    apart: 'All of them ran the same race, and no two finished at the same time.',
  },
];

export function drawScene(
  things: number,
  random: RandomStream,
): { readonly skin: string; readonly scene: Scene } {
  const { skin, who, names } = drawVocabulary(random, { names: things });
  return { skin, scene: { who, names, comparison: random.int(0, comparisons.length - 1) } };
}

/** What each relation is called from the side of its first thing, and from that of its second. */
const sentences: Readonly<Record<Exclude<Form, 'less'>, readonly [direct: string, turned: string]>> = {
  leftBeforeArrival: ['A left before B arrived', 'B arrived after A left'],
  arrivedBeforeArrival: ['A arrived before B arrived', 'B arrived after A arrived'],
  leftBeforeLeaving: ['A left before B left', 'B left after A left'],
  arrivedBeforeLeaving: ['A arrived before B left', 'B left after A arrived'],
  inside: [
    'A arrived after B arrived and left before B left',
    'B arrived before A arrived and left after A left',
  ],
  overlap: [
    'A left while B was there, and A arrived before B arrived',
    'B arrived while A was there, and B left after A left',
  ],
  leftOf: ['A is to the left of B', 'B is to the right of A'],
  below: ['A is below B', 'B is above A'],
  belowLeftOf: ['A is below B and to the left of B', 'B is above A and to the right of A'],
  aboveLeftOf: ['A is above B and to the left of B', 'B is below A and to the right of A'],
};

/** The statement as a clause. */
function clauseOf({ form, first, second, turned }: Statement, scene: Scene): string {
  const [left, right] = [nameOf(scene, first), nameOf(scene, second)];
  if (form !== 'less')
    return sentences[form][turned ? 1 : 0].replace(/\b[AB]\b/g, (slot) => (slot === 'A' ? left : right));
  const { less, greater, sentence } = comparisonOf(scene);
  return turned ? sentence(right, greater, left) : sentence(left, less, right);
}

/** That the first point comes before the second (less) or after it, as a clause. */
export function comparisonClause(
  { kind, things }: Description,
  { left, right }: Question,
  verdict: Exclude<Verdict, 'unknown'>,
  scene: Scene,
): string {
  const [first, second] = [nameOf(scene, left % things), nameOf(scene, right % things)];
  const word = verdictWords(kind, things, left, scene)[verdict];
  if (kind === 'quantity') return comparisonOf(scene).sentence(first, word, second);
  if (kind === 'visits') {
    return `${first} ${left < things ? 'arrived' : 'left'} ${word} ${second} ${right < things ? 'arrived' : 'left'}`;
  }
  return left < things ? `${first} is to the ${word} of ${second}` : `${first} is ${word} ${second}`;
}

/** The words that answer a question whose left point is this one. */
export function verdictWords(
  kind: Kind,
  things: number,
  left: number,
  scene: Scene,
): Readonly<Record<Verdict, string>> {
  const unknown = 'unknown';
  if (kind === 'quantity') {
    const { less, greater } = comparisonOf(scene);
    return { less, greater, unknown };
  }
  if (kind === 'visits') return { less: 'before', greater: 'after', unknown };
  return left < things
    ? { less: 'left', greater: 'right', unknown }
    : { less: 'below', greater: 'above', unknown };
}

/** A point with its thing, as a noun phrase. */
export function pointName({ kind, things }: Description, point: number, scene: Scene): string {
  const name = nameOf(scene, point % things);
  if (kind !== 'visits') return name;
  return `${name}'s ${point < things ? 'arrival' : 'departure'}`;
}

/** What is said of all that comes before the point, and of all that comes after it: `younger than Ada` and `older`. */
export function sidesOf(description: Description, point: number, scene: Scene): readonly [string, string] {
  const { kind, things } = description;
  const name = pointName(description, point, scene);
  const { less, greater } = verdictWords(kind, things, point, scene);
  if (kind === 'quantity') return [comparisonOf(scene).lower(name), greater];
  if (kind === 'visits' || point >= things) return [`${less} ${name}`, greater];
  return [`to the ${less} of ${name}`, `to the ${greater}`];
}

/** Everything the model is told. */
export function bodyOf(description: Description, questions: readonly Question[], scene: Scene): string {
  const { kind, things, statements } = description;
  const words = new Set(
    questions
      .flatMap(({ left }) => Object.values(verdictWords(kind, things, left, scene)))
      .filter((word) => word !== 'unknown'),
  );
  const values = [...[...words].sort(), 'unknown'].map((word) => `"${word}"`);
  return [
    `${introductionOf(kind, scene)} The statements below are all true, but they may leave open how some of them compare.`,
    '',
    'Statements:',
    ...statements.map((statement, index) => `${index + 1}. ${capitalised(clauseOf(statement, scene))}.`),
    '',
    'Questions:',
    ...questions.map((question, index) => `Q${index + 1}. ${questionText(description, question, scene)}`),
    '',
    'Answer a question with the word that must be right in every case that fits all statements. Where some such cases have one answer and some the other, so that the statements do not settle it, answer "unknown".',
    `Answer with one JSON object that has an entry for each of the questions Q1 to Q${questions.length}, with the value ${listed(values, 'or')}.`,
  ].join('\n');
}

function introductionOf(kind: Kind, scene: Scene): string {
  const count = `${scene.names.length} ${pluralOf(scene.who)}`;
  switch (kind) {
    case 'quantity':
      return `Here are ${count}. ${comparisonOf(scene).apart}`;
    case 'visits':
      return `Today each of ${count} made one visit to the same place: arrived once, was there for a while and left. No two of these arrivals and departures happened at the same time.`;
    case 'grid':
      return `On the squares of a large grid stand ${count}, each on a square of their own. No two of them are in the same column, and no two in the same row. "To the left" and "to the right" compare columns alone, in whatever rows the two may be; "above" and "below" compare rows alone.`;
  }
}

function questionText({ kind, things }: Description, { left, right }: Question, scene: Scene): string {
  const [first, second] = [nameOf(scene, left % things), nameOf(scene, right % things)];
  if (kind === 'quantity') return comparisonOf(scene).question(first, second);
  if (kind === 'visits') {
    return `Did ${first} ${left < things ? 'arrive' : 'leave'} before or after ${second} ${right < things ? 'arrived' : 'left'}?`;
  }
  return left < things
    ? `Is ${first} to the left or to the right of ${second}?`
    : `Is ${first} below or above ${second}?`;
}

function comparisonOf({ comparison }: Scene): Comparison {
  return comparisons[comparison] as Comparison;
}

function nameOf({ names }: Scene, thing: number): string {
  const name = names[thing];
  if (name === undefined) throw new RangeError(`no name for thing ${thing}`);
  return name;
}
