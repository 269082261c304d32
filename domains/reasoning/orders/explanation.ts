import { capitalised } from '../../skins.ts';
import { type Description, type Question, type Step, stepsOf, type Verdict } from './relations.ts';
import { comparisonClause, pointName, type Scene, sidesOf } from './wording.ts';

/**
 * A worked argument for each question, one line each, in the prompt's names and numbers: the chain of statements that
 * settles it, or all that the statements place before and after, among which the other one is not.
 */
export function explain(
  description: Description,
  questions: readonly Question[],
  verdicts: readonly Verdict[],
  scene: Scene,
): string {
  const steps = stepsOf(description);
  return [
    'Chains of statements settle a question; where no chain leads from one to the other in either direction, it stays open.',
    ...questions.map((question, index) => {
      const verdict = verdicts[index] as Verdict;
      const argument =
        verdict === 'unknown'
          ? openArgument(description, question, steps, scene)
          : chainArgument(description, question, verdict, steps, scene);
      return `Q${index + 1}: ${argument}`;
    }),
  ].join('\n');
}

function chainArgument(
  description: Description,
  question: Question,
  verdict: Exclude<Verdict, 'unknown'>,
  steps: readonly Step[],
  scene: Scene,
): string {
  const [low, high] = verdict === 'less' ? [question.left, question.right] : [question.right, question.left];
  const chain = shortestChain(low, high, steps);
  const links = chain.map((step) => {
    const link = comparisonClause(description, { left: step.low, right: step.high }, 'less', scene);
    return step.statement === null ? `of course ${link}` : `by ${step.statement + 1}, ${link}`;
  });
  return `${links.join('; ')}. So ${comparisonClause(description, question, verdict, scene)}.`;
}

/** Lists all that is settled about one of the two, that of which less is. */
function openArgument(
  description: Description,
  { left, right }: Question,
  steps: readonly Step[],
  scene: Scene,
): string {
  const reversed = steps.map(({ low, high, statement }) => ({ low: high, high: low, statement }));
  const name = (point: number) => pointName(description, point, scene);
  const listed = (points: readonly number[]) => (points.length === 0 ? 'none' : points.map(name).join(', '));
  const [shown] = [left, right]
    .map((point) => {
      const [before, after] = [reversed, steps].map((graph) =>
        [...arrivalsFrom(point, graph).keys()].slice(1),
      );
      return { point, before: before as number[], after: after as number[] };
    })
    .sort((one, two) => one.before.length + one.after.length - two.before.length - two.after.length);
  const { point, before, after } = shown!;
  const [low, high] = sidesOf(description, point, scene);
  const other = capitalised(name(point === left ? right : left));
  return `known to be ${low}: ${listed(before)}; ${high}: ${listed(after)}. ${other} is in neither list, so this is unknown.`;
}

function shortestChain(low: number, high: number, steps: readonly Step[]): Step[] {
  const arrivals = arrivalsFrom(low, steps);
  const chain: Step[] = [];
  for (let step = arrivals.get(high); step; step = arrivals.get(step.low)) chain.unshift(step);
  if (chain.length === 0) throw new Error('a settled question has no chain of statements');
  return chain;
}

/** Every point that chains lead up to, with the last step of a shortest one; null for the start itself. */
function arrivalsFrom(start: number, steps: readonly Step[]): ReadonlyMap<number, Step | null> {
  const arrivals = new Map<number, Step | null>([[start, null]]);
  for (const point of arrivals.keys()) {
    for (const step of steps)
      if (step.low === point && !arrivals.has(step.high)) arrivals.set(step.high, step);
  }
  return arrivals;
}
