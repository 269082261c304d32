import type { Solver } from '../solver.ts';
import { type RolePuzzle, readRoles } from './role-prompt.ts';
import { type Roles, rolesBySearch } from './role-search.ts';
import { drawnBy, roleTechniquesIn, triesFewestOpenFirst } from './role-techniques.ts';

/** Finds out who tells the truth and who lies from what they say. */
export const truthTellers: Solver = {
  reads: (prompt) => readRoles(prompt) !== null,
  techniquesIn: roleTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readRoles(prompt);
    if (puzzle === null) return {};
    const guided = strategy === 'guided';
    const method = {
      drawn: guided ? puzzle.statements : drawnBy(puzzle.statements, techniques),
      fewestFirst: guided || triesFewestOpenFirst(techniques),
    };
    return namedRoles(puzzle, rolesBySearch(puzzle, method, budget));
  },
};

/** Open roles are answered as lies. */
function namedRoles({ names, truthTeller, liar }: RolePuzzle, roles: Roles): Record<string, string> {
  return Object.fromEntries(names.map((name, person) => [name, roles[person] === true ? truthTeller : liar]));
}
