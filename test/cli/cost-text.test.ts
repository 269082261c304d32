import { describe, expect, it } from 'vitest';
import { costText, requestsText } from '../../cli/cost-text.ts';

const sound = {
  sent: 1_200,
  answered: 1_200,
  open: 0,
  unanswered: {},
  wastedPromptTokens: 0,
  withoutCounts: 0,
};
const troubled = {
  ...sound,
  open: 2,
  unanswered: { TimedOut: 10, Unavailable: 20 },
  wastedPromptTokens: 4_100,
};
const prices = { prompt: 2, completion: 8 };

describe('what was sent and what it cost, in words', () => {
  it('tells what was sent for nothing, if anything was', () => {
    expect(requestsText(sound)).toBe('1,200 requests sent');
    expect(requestsText(troubled)).toBe(
      '1,200 requests sent, 30 of them for nothing: 10 TimedOut, 20 Unavailable (4,100 prompt tokens); nothing heard of 2 yet',
    );
  });

  it('tells dollars, and why they are unknown, and nothing where there are no prices', () => {
    expect(costText({ prices, usd: 1.234, wastedUsd: 0.0082 }, troubled)).toBe(
      '1.23 US dollars, 0.0082 of it for nothing',
    );
    expect(costText({ prices, usd: 0, wastedUsd: 0 }, sound)).toBe('0.00 US dollars');
    expect(costText({ prices, usd: null, wastedUsd: null }, { ...troubled, withoutCounts: 3 })).toBe(
      'unknown, since 3 requests came without counts of tokens',
    );
    expect(costText({ prices: null, usd: null, wastedUsd: null }, sound)).toBeNull();
  });
});
