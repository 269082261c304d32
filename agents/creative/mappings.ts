import type { Solver } from '../solver.ts';
import { readMappingPrompt } from './mapping-prompt.ts';
import { analogyBySearch } from './mapping-search.ts';
import { checkEarly, countLosses, joinedFirst, mappingTechniquesIn, weighAll } from './mapping-techniques.ts';

/** Maps the people and verbs of one circle onto those of another. */
export const mappings: Solver = {
  reads: (prompt) => readMappingPrompt(prompt) !== null,
  techniquesIn: mappingTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const circles = readMappingPrompt(prompt);
    if (circles === null) return {};
    const does = (technique: string) => strategy === 'guided' || techniques.has(technique);
    const manner = {
      joinedFirst: does(joinedFirst),
      countsLosses: does(countLosses),
      checksEarly: does(checkEarly),
      weighsAll: does(weighAll),
    };
    const { partners, verbs } = analogyBySearch(circles, manner, budget);
    const [ours, theirs] = circles.sides;
    const named = (from: readonly string[], to: readonly string[], counterparts: readonly number[]) =>
      Object.fromEntries(from.map((name, index) => [name, to[counterparts[index]!]!]));
    return {
      partners: named(ours.people, theirs.people, partners),
      verbs: named(ours.verbs, theirs.verbs, verbs),
    };
  },
};
