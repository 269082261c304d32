import { type Claim, cells, contradictoryOf, type Truth } from './claims.ts';
import { clauseOf, membershipClause, sentenceOf } from './wording.ts';

/** Membership in a class or the lack of it, coded 2 · term + (1 if inside). */
type Literal = number;

interface Step {
  readonly from: Literal;
  readonly to: Literal;
  readonly premise: number;
}

/** Why something of some sort exists, and where it is known to lie. */
interface Witness {
  readonly literals: readonly Literal[];
  readonly reason: string;
}

/** A worked argument for each statement, one line each, in the prompt's names and numbers. */
export function explain(
  classes: readonly string[],
  premises: readonly Claim[],
  statements: readonly Claim[],
  truths: readonly Truth[],
): string {
  const steps = premises.flatMap(stepsOf);
  const witnesses = witnessesOf(classes, premises);
  return statements
    .map((claim, index) => {
      const truth = truths[index] as Truth;
      const head = `S${index + 1} (${sentenceOf(claim, classes).slice(0, -1)}): ${truth}.`;
      if (truth === 'undetermined') {
        return `${head} No chain of premises proves it and none proves that ${clauseOf(contradictoryOf(claim), classes)}, so it is true in some worlds that fit the premises and false in others.`;
      }
      const shown = truth === 'yes' ? claim : contradictoryOf(claim);
      const argument = cells[shown.form].universal
        ? inclusionArgument(shown, steps, classes)
        : existenceArgument(shown, steps, witnesses, classes);
      const end = truth === 'yes' ? '' : ', and the statement is false';
      return `${head} ${argument}, so ${clauseOf(shown, classes)}${end}.`;
    })
    .join('\n');
}

/** A universal premise leads from each side of its empty cell out of the other. */
function stepsOf(claim: Claim, premise: number): Step[] {
  if (!cells[claim.form].universal) return [];
  const [left, right] = literalsOf(claim);
  return [
    { from: left, to: right ^ 1, premise },
    { from: right, to: left ^ 1, premise },
  ];
}

function witnessesOf(classes: readonly string[], premises: readonly Claim[]): Witness[] {
  const particular = premises.flatMap((claim, index) =>
    cells[claim.form].universal
      ? []
      : [{ literals: literalsOf(claim), reason: `By P${index + 1}, ${clauseOf(claim, classes)}` }],
  );
  const members = classes.map((name, term) => ({
    literals: [2 * term + 1],
    reason: `There is at least one thing among the ${name}`,
  }));
  return [...particular, ...members];
}

function inclusionArgument(claim: Claim, steps: readonly Step[], classes: readonly string[]): string {
  const [left, right] = literalsOf(claim);
  const path = shortestPath([left], right ^ 1, steps);
  if (path === null) throw new Error('a claim that follows has no chain of premises');
  const text = path.map((step) => stepClause(step, classes)).join('; ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function existenceArgument(
  claim: Claim,
  steps: readonly Step[],
  witnesses: readonly Witness[],
  classes: readonly string[],
): string {
  const [left, right] = literalsOf(claim);
  for (const { literals, reason } of witnesses) {
    const toLeft = shortestPath(literals, left, steps);
    const toRight = shortestPath(literals, right, steps);
    if (toLeft === null || toRight === null) continue;
    const path = [...new Set([...toLeft, ...toRight])];
    return [reason, ...path.map((step) => stepClause(step, classes))].join('; ');
  }
  throw new Error('a claim that follows has no witness');
}

function stepClause({ from, to, premise }: Step, classes: readonly string[]): string {
  const source = membershipClause(from >> 1, (from & 1) === 1, classes);
  const target = membershipClause(to >> 1, (to & 1) === 1, classes);
  return `by P${premise + 1}, whatever is ${source} is ${target}`;
}

/** Breadth-first search over inclusions; null when the target cannot be reached. */
function shortestPath(sources: readonly Literal[], target: Literal, steps: readonly Step[]): Step[] | null {
  const arrivals = new Map<Literal, Step | null>(sources.map((source) => [source, null]));
  for (const literal of arrivals.keys()) {
    if (literal === target) break;
    for (const step of steps)
      if (step.from === literal && !arrivals.has(step.to)) arrivals.set(step.to, step);
  }
  if (!arrivals.has(target)) return null;
  const path: Step[] = [];
  for (let step = arrivals.get(target); step; step = arrivals.get(step.from)) path.unshift(step);
  return path;
}

function literalsOf({ form, subject, predicate }: Claim): [Literal, Literal] {
  const { inSubject, inPredicate } = cells[form];
  return [2 * subject + (inSubject ? 1 : 0), 2 * predicate + (inPredicate ? 1 : 0)];
}
