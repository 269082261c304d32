import { noveltyOf } from '../novelty.ts';
import type { Invention } from './invention.ts';
import { tryProgram } from './invention.ts';

/** A machine for which several programs are wanted, each of another strategy and none of a denied one. */
export interface Denials {
  readonly invention: Invention;
  /** How many programs are wanted. */
  readonly rounds: number;
  /** Fingerprints of the strategies that do not count, the most common ones. */
  readonly denied: readonly string[];
}

export interface Tally {
  /** Programs that are valid, whether they count or not. */
  readonly valid: number;
  /** Fingerprints of the strategies that count. */
  readonly counted: ReadonlySet<string>;
}

/** Fingerprints from the most common strategy on. */
export function byCommonness({ pool }: Pick<Invention, 'pool'>): string[] {
  return Object.keys(pool).sort((left, right) => pool[right]! - pool[left]! || (left < right ? -1 : 1));
}

/** Of a longer list, only as many programs as there are rounds are looked at. */
export function tallyOf(
  { invention, rounds, denied }: Denials,
  programs: readonly (readonly string[])[],
): Tally {
  const fingerprints = programs
    .slice(0, rounds)
    .map((program) => tryProgram(invention, program))
    .filter(({ valid }) => valid)
    .map(({ fingerprint }) => fingerprint);
  return {
    valid: fingerprints.length,
    counted: new Set(fingerprints.filter((fingerprint) => !denied.includes(fingerprint))),
  };
}

export function meanNovelty({ pool }: Invention, counted: ReadonlySet<string>): number {
  const novelties = [...counted].map((fingerprint) => noveltyOf(pool, fingerprint));
  return novelties.reduce((sum, novelty) => sum + novelty, 0) / Math.max(1, novelties.length);
}

/** The strategies that may be used, the most common ones first. */
export function reachable({ invention, denied }: Denials): string[] {
  return byCommonness(invention).filter((fingerprint) => !denied.includes(fingerprint));
}

/** The share of the rounds that programs of one or two keys can win, so that it is worth nothing; never all of it. */
export function easyShare(denials: Denials): number {
  const { invention, rounds } = denials;
  const easy = reachable(denials).filter((fingerprint) => invention.examples[fingerprint]!.length <= 2);
  return Math.min(easy.length, rounds - 1) / rounds;
}
