import { numbersBelow } from '../drawn-numbers.ts';
import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { anyEdit, mendingEdit, Pen } from './brief-edits.ts';
import type { BriefCondition, Draft } from './brief-prompt.ts';

const first: Draft = [{ words: ['so', 'we', 'go'], asks: false, commas: 0 }];
/** One of so many changes may make the draft worse, by up to so much: a new sentence is too short at first. */
const worseOneIn = 40;
const worseMax = 10;
/** One of so many changes is any change, though a condition could be mended: else two conditions may block each other. */
const anyOneIn = 8;
/** Changes after which a draft is given up for a new one; more with every new one. */
const triesFirst = 4_000;
const growth = 1.5;

/**
 * Changes a draft, a node for each change that is looked at, until it meets all conditions. A change stays unless it
 * makes the draft miss more of them. Conditions that can be mended are mended, one drawn of those that are missed;
 * the others are met by changes at random. A draft that gets stuck is given up for a new one. Out of budget it answers the
 * last draft.
 */
export function textBySearch(
  conditions: readonly BriefCondition[],
  mends: (condition: BriefCondition) => boolean,
  budget: Budget,
): string[] {
  const draw = numbersBelow();
  const pen = new Pen(conditions, draw);
  const missing = (draft: Draft) => conditions.map(({ misses }) => misses(draft));
  let draft = first;
  completed(() => {
    for (let tries = triesFirst; ; tries *= growth) {
      draft = first;
      let missed = missing(draft);
      for (let left = tries; left > 0; left--) {
        if (missed.every((count) => count === 0)) return;
        spend(budget);
        const open = conditions.filter((condition, index) => missed[index]! > 0 && mends(condition));
        const edited =
          open.length === 0 || draw(anyOneIn) === 0
            ? anyEdit(draft, pen)
            : mendingEdit(pen.pick(open), draft, pen);
        const now = missing(edited);
        const slack = draw(worseOneIn) === 0 ? draw(worseMax) : 0;
        if (sumOf(now) > sumOf(missed) + slack) continue;
        [draft, missed] = [edited, now];
      }
    }
  });
  return draft.map(({ words, asks, commas }) => {
    const [opening = '', ...rest] = words.map((word, at) => (at < commas ? `${word},` : word));
    return `${[opening.charAt(0).toUpperCase() + opening.slice(1), ...rest].join(' ')}${asks ? '?' : '.'}`;
  });
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
