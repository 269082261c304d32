import type { Example } from '../notebook.ts';
import { type Condition, readAssociationPrompt } from './association-prompt.ts';

/** Words are exchanged for ones that are further from the others. */
export const spreading = 'exchange for distance';

const countedOut = /^- Condition (\d+): /gm;

/** What a worked solution shows: which sorts of conditions it counts out and makes good, and whether it spreads words. */
export function associationTechniquesIn({ question, solution }: Example): readonly string[] {
  const prompt = readAssociationPrompt(question);
  if (prompt === null) return [];
  const numbers = [...solution.matchAll(countedOut)].map(([, number]) => Number(number));
  const repaired = numbers.flatMap((number) => prompt.conditions[number - 1] ?? []).map(repairing);
  const spreads = /^Exchange words one at a time for words further from the others/m.test(solution);
  return [...new Set([...repaired, ...(spreads ? [spreading] : [])])];
}

/** Words are exchanged so that less of the condition is missed. */
export function repairing({ kind }: Condition): string {
  return `repair "${kind}"`;
}
