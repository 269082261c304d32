import type { Example } from '../notebook.ts';
import { readMappingPrompt } from './mapping-prompt.ts';

/** Next comes who is in the most statements with the people before. */
export const joinedFirst = 'people of many statements first';
/** A way is given up when more statements are lost than may be. */
export const countLosses = 'give up when too much is lost';
/** Conditions are checked before everybody has a partner. */
export const checkEarly = 'check conditions early';
/** All valid analogies are found, and one of an unusual strategy is taken. */
export const weighAll = 'weigh all strategies';

/** What a worked solution says that was done. */
export function mappingTechniquesIn({ question, solution }: Example): readonly string[] {
  if (readMappingPrompt(question) === null) return [];
  return [
    ...(/who are in the most statements with the people before/.test(solution) ? [joinedFirst] : []),
    ...(/as soon as too many statements are lost/.test(solution) ? [countLosses] : []),
    ...(/check the conditions as early as/.test(solution) ? [checkEarly] : []),
    ...(/Go on after the first valid analogy/.test(solution) ? [weighAll] : []),
  ];
}
