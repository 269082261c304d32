import { type Description, type Question, stepsOf } from './relations.ts';
import { type Scene, verdictWords } from './wording.ts';

/** Names of the parts of a thing, by kind. */
const partNames = {
  quantity: ['value', 'value'],
  visits: ['arrival', 'departure'],
  grid: ['column', 'row'],
} as const;

/**
 * An answer-set program whose answer sets are the models: all total orders of the points of each line. Its cautious
 * consequences less(Q) and greater(Q) are the settled questions.
 */
export function answerSetProgram(
  description: Description,
  questions: readonly Question[],
  scene: Scene,
): string {
  const term = (point: number) => `p(${partOf(description, point)},"${ownerOf(description, point, scene)}")`;
  return [
    '% Every answer set is a model of the statements: before(X,Y) says that point X comes before point Y.',
    '% Run with --enum-mode=cautious and read the last line of consequences:',
    '% less(Q) there means that the left point of question Q comes first, greater(Q) that it comes last,',
    '% neither means "unknown".',
    ...pointsOf(description).map((point) => `point(${lineOf(description, point)},${term(point)}).`),
    '1 { before(X,Y); before(Y,X) } 1 :- point(L,X), point(L,Y), X < Y.',
    ':- before(X,Y), before(Y,Z), not before(X,Z), X != Z.',
    '% The statements.',
    ...stepsOf(description).map(({ low, high }) => `:- not before(${term(low)},${term(high)}).`),
    '% The questions.',
    ...questions.flatMap(({ left, right }, index) => [
      `less(${index + 1}) :- before(${term(left)},${term(right)}).`,
      `greater(${index + 1}) :- before(${term(right)},${term(left)}).`,
    ]),
    '#show less/1.',
    '#show greater/1.',
    '',
  ].join('\n');
}

/**
 * The statements in SMT-LIB, an integer a point, and two checks a question in order: whether its left point can come
 * before its right one, and whether it can come after. `sat` twice means "unknown".
 */
export function smtProgram(description: Description, questions: readonly Question[], scene: Scene): string {
  const symbol = (point: number) => `|${ownerOf(description, point, scene)} ${partOf(description, point)}|`;
  const lines = description.kind === 'grid' ? ['column', 'row'] : ['line'];
  return [
    '(set-logic QF_LIA)',
    ...pointsOf(description).map((point) => `(declare-const ${symbol(point)} Int)`),
    ...lines.map((line) => {
      const points = pointsOf(description).filter((point) => lineOf(description, point) === line);
      return `(assert (distinct ${points.map(symbol).join(' ')}))`;
    }),
    ...stepsOf(description).map(({ low, high }) => `(assert (< ${symbol(low)} ${symbol(high)}))`),
    ...questions.flatMap(({ left, right }) =>
      ['<', '>'].flatMap((sign) => [
        '(push 1)',
        `(assert (${sign} ${symbol(left)} ${symbol(right)}))`,
        '(check-sat)',
        '(pop 1)',
      ]),
    ),
    '',
  ].join('\n');
}

/**
 * JSON with `lines`, the points that have one common total order without ties, as [thing, part]; `less`, pairs of
 * points of which the first comes before the second; and `questions` with `id`, the points `left` and `right`, and
 * the words for `less`, `greater` and `unknown`.
 */
export function constraintSet(
  description: Description,
  questions: readonly Question[],
  scene: Scene,
): string {
  const { kind, things } = description;
  const named = (point: number) => [ownerOf(description, point, scene), partOf(description, point)];
  const lines = Map.groupBy(pointsOf(description), (point) => lineOf(description, point));
  return JSON.stringify({
    lines: [...lines.values()].map((points) => points.map(named)),
    less: stepsOf(description).map(({ low, high }) => [named(low), named(high)]),
    questions: questions.map(({ left, right }, index) => ({
      id: `Q${index + 1}`,
      left: named(left),
      right: named(right),
      ...verdictWords(kind, things, left, scene),
    })),
  });
}

function pointsOf({ kind, things }: Description): number[] {
  return [...Array(kind === 'quantity' ? things : 2 * things).keys()];
}

function partOf({ kind, things }: Description, point: number): string {
  return partNames[kind][point < things ? 0 : 1];
}

/** Points of different lines are not compared. */
function lineOf(description: Description, point: number): string {
  return description.kind === 'grid' ? partOf(description, point) : 'line';
}

function ownerOf({ things }: Description, point: number, { names }: Scene): string {
  return names[point % things] as string;
}
