import type { Example } from '../notebook.ts';
import type { Techniques } from '../solver.ts';
import { type GridPrompt, readGridPrompt } from './grid-prompt.ts';
import { type Rule, rulesOf } from './grid-propagation.ts';

/** Each value of an attribute takes its place from the others. */
const allDifferent = 'all different';
/** A supposition begins where few places are left. */
const fewestPlacesFirst = 'fewest places first';

const clueStep = /^\s*By clue (\d+), /gm;
const differenceStep = /^\s*As \S+ is different (?:in|at) every /m;
const suppositionStep = /^\s*Suppose \S+ were /m;

/** What a worked solution does: the kinds of clues that it narrows places by, and its other kinds of steps. */
export function gridTechniquesIn({ question, solution }: Example): readonly string[] {
  const puzzle = readGridPrompt(question);
  return puzzle === null ? [] : gridTechniquesOf(puzzle, solution);
}

/** The same for a puzzle that was read elsewhere. */
export function gridTechniquesOf(puzzle: GridPrompt, solution: string): readonly string[] {
  const applied = new Set([...solution.matchAll(clueStep)].map(([, number]) => Number(number)));
  return [
    ...puzzle.constraints.filter(({ number }) => applied.has(number)).map(({ kind }) => clueTechnique(kind)),
    ...(differenceStep.test(solution) ? [allDifferent] : []),
    ...(suppositionStep.test(solution) ? [fewestPlacesFirst] : []),
  ];
}

/** The rules that the techniques propagate. */
export function learnedRules(puzzle: GridPrompt, techniques: Techniques): readonly Rule[] {
  return rulesOf(puzzle).filter((rule) =>
    techniques.has(typeof rule === 'number' ? allDifferent : clueTechnique(rule.kind)),
  );
}

export function triesFewestPlacesFirst(techniques: Techniques): boolean {
  return techniques.has(fewestPlacesFirst);
}

function clueTechnique(kind: string): string {
  return `clues "${kind}"`;
}
