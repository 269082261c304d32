import type { Solver } from '../solver.ts';
import { readDenialPrompt } from './procedure-prompt.ts';
import { type Found, programsBySearch } from './procedure-search.ts';
import { procedureManner, procedureTechniquesIn } from './procedure-techniques.ts';

/** Finds valid programs for a machine with a pile of numbers until enough of them have strategies that count. */
export const denials: Solver = {
  reads: (prompt) => readDenialPrompt(prompt) !== null,
  techniquesIn: (example) =>
    readDenialPrompt(example.question) === null ? [] : procedureTechniquesIn(example),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const question = readDenialPrompt(prompt);
    if (question === null) return {};
    const counts = ({ keys }: Found) =>
      !question.denied.some(
        (denied) => denied.length === keys.size && denied.every((name) => keys.has(name)),
      );
    const counted: Found[] = [];
    programsBySearch(question, procedureManner(strategy, techniques), budget, (found) => {
      if (counts(found)) counted.push(found);
      return counted.length >= question.wanted;
    });
    return { programs: counted.map(({ program }) => program) };
  },
};
