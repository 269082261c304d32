import type { Example } from '../notebook.ts';
import type { Techniques } from '../solver.ts';
import { type Individual, memberOf } from './individuals.ts';
import { type Cell, readSyllogisms } from './syllogism-prompt.ts';

/** Begins with a member of a class, which every class has. */
export const classWitness = 'begin with a member of a class';
/** Begins with what a premise says to exist. */
export const premiseWitness = 'begin with what a premise says to exist';
/** Judges a statement by whether what it speaks of can exist at all, before everything else. */
export const contradictoryFirst = 'try the contradictory';

const stepPattern = /\bby P(\d+), whatever is (?:not )?among the (.+?) is (?:not )?among the /gi;

/** What a worked solution does: where its arguments begin, and which premises it follows in which direction. */
export function syllogismTechniquesIn({ question, solution }: Example): readonly string[] {
  const puzzle = readSyllogisms(question);
  if (puzzle === null) return [];
  const steps = [...solution.matchAll(stepPattern)].flatMap(([, number, source]) => {
    const premise = puzzle.premises[Number(number) - 1];
    if (premise === undefined) return [];
    return [stepTechnique(premise.cell, puzzle.classes.get(source as string) === premise.cell.subject)];
  });
  return [
    ...new Set(steps),
    ...(/There is at least one thing among the /.test(solution) ? [classWitness] : []),
    ...(/\bBy P\d+, some/.test(solution) ? [premiseWitness] : []),
    ...(/, and the statement is false\.$/m.test(solution) ? [contradictoryFirst] : []),
  ];
}

/** From one membership to another. */
export interface Step {
  readonly from: Individual;
  readonly to: Individual;
}

/** The steps out of cells that must stay empty which the techniques take. */
export function learnedSteps(empty: readonly Cell[], techniques: Techniques): readonly Step[] {
  return empty.flatMap((cell) => {
    const { subject, inSubject, predicate, inPredicate } = cell;
    const forward = { from: memberOf(subject, inSubject), to: memberOf(predicate, !inPredicate) };
    const backward = { from: memberOf(predicate, inPredicate), to: memberOf(subject, !inSubject) };
    return [
      ...(techniques.has(stepTechnique(cell, true)) ? [forward] : []),
      ...(techniques.has(stepTechnique(cell, false)) ? [backward] : []),
    ];
  });
}

function stepTechnique({ inSubject, inPredicate }: Cell, forward: boolean): string {
  const sentence = inSubject ? (inPredicate ? 'No' : 'All') : 'Everything not';
  return `follow "${sentence} …" ${forward ? 'forward' : 'backward'}`;
}
