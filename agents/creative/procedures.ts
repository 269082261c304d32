import type { Solver } from '../solver.ts';
import { readProcedurePrompt } from './procedure-prompt.ts';
import { programsBySearch } from './procedure-search.ts';
import { procedureManner, procedureTechniquesIn } from './procedure-techniques.ts';

/** Finds the valid programs for a machine with a pile of numbers and answers one of the least common strategy. */
export const procedures: Solver = {
  reads: (prompt) => readProcedurePrompt(prompt) !== null,
  techniquesIn: (example) =>
    readProcedurePrompt(example.question) === null ? [] : procedureTechniquesIn(example),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const question = readProcedurePrompt(prompt);
    if (question === null) return {};
    const found = programsBySearch(question, procedureManner(strategy, techniques), budget);
    const rarest = found.sort((left, right) => left.weight - right.weight)[0];
    return { program: rarest?.program ?? [] };
  },
};
