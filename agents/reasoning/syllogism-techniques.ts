import type { Example } from '../notebook.ts';
import type { Techniques } from '../solver.ts';
import { type Individual, memberOf } from './individuals.ts';
import { type Cell, readSyllogisms, type Sentence } from './syllogism-prompt.ts';

/** Begins with a member of a class, which every class has. */
export const classWitness = 'begin with a member of a class';
/** Begins with what a premise says to exist. */
export const premiseWitness = 'begin with what a premise says to exist';

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
    ...puzzle.statements
      .filter(({ id }) => new RegExp(`^${id} .*, and the statement is false\\.$`, 'm').test(solution))
      .map(({ sentence }) => contradictoryOf(sentence)),
  ];
}

/** Judges sentences of a form by whether what they speak of can exist at all, before everything else. */
export function contradictoryOf({ universal, cell }: Sentence): string {
  return `try the contradictory of "${universal ? universalForm(cell) : particularForm(cell)} …"`;
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

function stepTechnique(cell: Cell, forward: boolean): string {
  return `follow "${universalForm(cell)} …" ${forward ? 'forward' : 'backward'}`;
}

function universalForm({ inSubject, inPredicate }: Cell): string {
  if (!inSubject) return 'Everything not';
  return inPredicate ? 'No' : 'All';
}

function particularForm({ inSubject, inPredicate }: Cell): string {
  if (!inSubject) return 'Something neither';
  return inPredicate ? 'Some' : 'Some not';
}
