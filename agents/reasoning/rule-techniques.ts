import type { Example } from '../notebook.ts';
import { type Puzzle, type Rule, readRuleChain } from './rule-prompt.ts';

/** What has been proved once is not proved again. */
export const reuseProofs = 'reuse what is proved';
/** What has been seen not to hold is not tried again. */
export const rememberDeadEnds = 'remember dead ends';
/** Rules for one conclusion are compared by the length of their proofs. */
export const compareProofs = 'compare proofs';

const stepLine = /^\d+\. (R\d+): (.*)$/gm;

/** What a worked solution does: rules that it takes up by their conclusion, and how it treats what it has found. */
export function ruleTechniquesIn({ question, solution }: Example): readonly string[] {
  const puzzle = readRuleChain(question);
  if (puzzle === null) return [];
  const steps = [...solution.matchAll(stepLine)].map((step) => step[2] as string);
  return [
    ...new Set(rulesConsidered(puzzle, solution).map(lookUp)),
    ...(citesTwice(steps) ? [reuseProofs] : []),
    ...(/ cannot be used: .+ cannot be derived\./.test(solution) ? [rememberDeadEnds] : []),
    ...(/ would do too, but needs /.test(solution) ? [compareProofs] : []),
  ];
}

/** Finds rules of this one's shape by their conclusion. */
export function lookUp({ body }: Rule): string {
  const negated = body.some((condition) => condition.negated) ? ' and a "not"' : '';
  return `look up rules of ${body.length}${negated}`;
}

function rulesConsidered({ rules }: Puzzle, solution: string): Rule[] {
  const ids = new Set([...solution.matchAll(stepLine)].map((step) => step[1]));
  return rules.filter(({ id }) => ids.has(id));
}

/** True when two steps rest on the conclusion of one rule. */
function citesTwice(steps: readonly string[]): boolean {
  const cited = steps.flatMap((step) => step.match(/\(R\d+\)/g) ?? []);
  return new Set(cited).size < cited.length;
}
