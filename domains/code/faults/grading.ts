/** Partial credit: the function is half of it where there are so many that a guess hardly finds it. */
import type { Category } from '../../contract.ts';

export interface Location {
  readonly file: string;
  readonly function: string;
  readonly line: number;
}

/** Of fewer functions than these, the right one may be guessed too easily to count as half, or as anything. */
const functionsForHalf = 14;
const functionsForPart = 8;

export function categoryOf(sites: readonly Location[], functions: number, answer: Location): Category {
  const here = (site: Location) =>
    site.file === answer.file && site.function === answer.function && site.line === answer.line;
  if (sites.some(here)) return 4;
  if (!sites.some((site) => site.function === answer.function)) return 0;
  if (functions < functionsForPart) return 0;
  return functions < functionsForHalf ? 1 : 2;
}
