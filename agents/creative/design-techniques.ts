import type { Example } from '../notebook.ts';
import { readDesignPrompt } from './design-prompt.ts';

/** One part is changed at a time, and what does not make the level worse is kept. */
export const changeByChange = 'change one part at a time';
/** Many valid designs are found, and one of a strategy that came up seldom is taken. */
export const seldomMet = 'take a strategy seldom met';

/** What a worked solution says that was done. */
export function designTechniquesIn({ question, solution }: Example): readonly string[] {
  if (readDesignPrompt(question) === null) return [];
  return [
    ...(/change one part at a time/.test(solution) ? [changeByChange] : []),
    ...(/strategy came up seldom/.test(solution) ? [seldomMet] : []),
  ];
}
