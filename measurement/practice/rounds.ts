import type { Response } from '../response-model/response.ts';
import { practiceAxis } from './axis.ts';
import type { PathStep } from './path.ts';

/** An answered and graded task of the practice phase. */
export interface PracticeResponse extends Response {
  readonly purpose: 'practice' | 'measurement';
  /** Prompt and completion tokens of the request that counted. */
  readonly tokens: number;
}

/** The answered tasks of one round of the practice phase. */
export interface PracticeRound {
  readonly responses: readonly PracticeResponse[];
}

/** Practice tokens before each round, and after the last one: one entry more than there are rounds. */
export function practiceTokens(rounds: readonly PracticeRound[]): readonly number[] {
  const tokens = [0];
  for (const { responses } of rounds) {
    const own = responses.reduce((sum, task) => sum + (task.purpose === 'practice' ? task.tokens : 0), 0);
    tokens.push(tokens.at(-1)! + own);
  }
  return tokens;
}

/**
 * What each round's responses say, at the practice done before it: a round is shown the notebook of the rounds
 * before. `of` picks the responses that count.
 */
export function practiceSteps(
  rounds: readonly PracticeRound[],
  tokenOffset: number,
  of: (response: PracticeResponse) => boolean,
): readonly PathStep[] {
  const tokens = practiceTokens(rounds);
  return rounds.map(({ responses }, index) => ({
    x: practiceAxis(tokens[index]!, tokenOffset),
    responses: responses.filter(of),
  }));
}

/** The steps of the practice curve: measurement tasks alone, since practice dwells on what is weakest. */
export function measurementSteps(rounds: readonly PracticeRound[], tokenOffset: number): readonly PathStep[] {
  return practiceSteps(rounds, tokenOffset, ({ purpose }) => purpose === 'measurement');
}
