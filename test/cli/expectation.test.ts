import { expect, it } from 'vitest';
import { expectedText } from '../../cli/expectation.ts';

const work = { tasks: 92, promptTokens: 191_200, completionTokens: 45_900, minutes: 3 };
const basis = { from: 'family', answers: 592 } as const;

it('says what an evaluation is expected to take, and what judges are asked where they are', () => {
  const alone =
    '92 tasks, 190,000 prompt and 46,000 completion tokens, 3 minutes (by 592 earlier answers of the family)';
  expect(expectedText({ work, judging: null, basis })).toBe(alone);
  const judging = { judges: 3, calls: 18, promptTokens: 13_490, completionTokens: 9_000 };
  expect(expectedText({ work, judging, basis })).toBe(
    `${alone}; up to 18 calls to 3 judges, 13,000 prompt and 9,000 completion tokens`,
  );
});
