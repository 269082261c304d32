import type { RandomStream } from '../../random.ts';

/** Names that a person goes by, from the first one on; each is explained by the one before. */
export type Chain = readonly string[];

/** For each of `count` people so many names in a row as `hops` says, rounded at random. */
export function drawChains(
  count: number,
  hops: number,
  names: readonly string[],
  random: RandomStream,
): Chain[] {
  let used = 0;
  return Array.from({ length: count }, () => {
    const length = random.round(hops);
    used += length;
    return names.slice(used - length, used);
  });
}

/** The sentence that explains one name by another. */
export function aliasSentence(known: string, alias: string, reworded: boolean): string {
  return reworded ? `${alias} is another name for ${known}.` : `${known} is also known as ${alias}.`;
}

/** Mean number of names that have to be followed, over those who could have some. */
export function meanHops(chains: readonly Chain[]): number {
  return chains.reduce((sum, chain) => sum + chain.length, 0) / chains.length;
}
