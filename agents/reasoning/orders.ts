import type { Solver } from '../solver.ts';
import { readOrders } from './order-prompt.ts';
import { verdictsBySearch } from './order-search.ts';
import { lookUp, nearestFirst, orderTechniquesIn } from './order-techniques.ts';

/** Says which of two things comes first, by chains of statements. */
export const orders: Solver = {
  reads: (prompt) => readOrders(prompt) !== null,
  techniquesIn: orderTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const puzzle = readOrders(prompt);
    if (puzzle === null) return {};
    const guided = strategy === 'guided';
    const method = {
      indexed: guided ? () => true : (link: Parameters<typeof lookUp>[0]) => techniques.has(lookUp(link)),
      nearestFirst: guided || techniques.has(nearestFirst),
    };
    const verdicts = verdictsBySearch(puzzle, method, budget);
    return Object.fromEntries(
      puzzle.questions.map(({ id, less, greater }, index) => [
        id,
        { less, greater, unknown: 'unknown' }[verdicts[index] as 'less' | 'greater' | 'unknown'],
      ]),
    );
  },
};
