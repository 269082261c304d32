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
  return puzzle === null ? [] : ruleTechniquesOf(puzzle, solution);
}

/** The same for a puzzle that was read elsewhere. */
export function ruleTechniquesOf(puzzle: Puzzle, solution: string): readonly string[] {
  const steps = [...solution.matchAll(stepLine)].map(([, id, text]) => ({ id, text: text as string }));
  const used = puzzle.rules.filter((rule) => steps.some(({ id }) => id === rule.id));
  return [
    ...new Set(used.map((rule) => lookUp(rule, puzzle.facts))),
    ...(steps.some(({ text }, at) => citesBefore(text, steps[at - 1]?.id)) ? [reuseProofs] : []),
    ...(/ cannot be used: .+ cannot be derived\./.test(solution) ? [rememberDeadEnds] : []),
    ...(/ would do too, but needs /.test(solution) ? [compareProofs] : []),
  ];
}

/** Finds rules of this one's shape by their conclusion. */
export function lookUp({ body }: Rule, facts: ReadonlySet<string>): string {
  const given = body.filter(({ atom, negated }) => !negated && facts.has(atom)).length;
  const denied = body.filter(({ negated }) => negated).length;
  return `look up rules of ${body.length} conditions (${given} facts, ${denied} not)`;
}

/** True when a step rests on a conclusion from before the last step. */
function citesBefore(text: string, last: string | undefined): boolean {
  return [...text.matchAll(/\((R\d+)\)/g)].some(([, id]) => id !== last);
}
