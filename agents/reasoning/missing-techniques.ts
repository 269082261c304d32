import type { Example } from '../notebook.ts';
import type { Clue, Question } from './missing-prompt.ts';
import { readMissingPrompt, stated } from './missing-prompt.ts';

/** Who has a place by a clue is placed before all others, and nobody is tried there. */
export const statedFirst = 'stated places first';
/** Next is placed who completes the most clues. */
export const completingOrder = 'people who complete clues first';

const stage = /^- \S+: \d+ ways(.*)$/gm;
const tallied = /^- (Q\d+) \(/gm;

/** What a worked solution does: how it orders people, by what kinds of clues it narrows places, what it tallies. */
export function missingTechniquesIn({ question, solution }: Example): readonly string[] {
  const prompt = readMissingPrompt(question);
  if (prompt === null) return [];
  const stages = [...solution.matchAll(stage)].map(([, text]) => text as string);
  const checked = new Set(
    stages.flatMap((text) => [...text.matchAll(/clue (\d+)/g)].map(([, number]) => Number(number))),
  );
  const counted = new Set([...solution.matchAll(tallied)].map(([, id]) => id));
  return [
    ...new Set([
      ...(/^Stated outright: /m.test(solution) ? [statedFirst] : []),
      ...(stages.length > 1 ? [completingOrder] : []),
      ...prompt.clues.flatMap((clue, index) => (checked.has(index + 1) ? [narrowBy(clue)] : [])),
      ...prompt.questions.flatMap((asked) => (counted.has(asked.id) ? [tallyOnce(asked)] : [])),
    ]),
  ];
}

/** Only places that a clue of the kind allows are tried, once its other people have theirs. */
export function narrowBy({ kind }: Clue): string {
  return kind === stated ? statedFirst : `narrow places by clues "${kind}"`;
}

/** All answers to a question of the kind are counted in one go through the arrangements. */
export function tallyOnce({ kind }: Question): string {
  return `tally "${kind}" in one go`;
}
