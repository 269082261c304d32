/** Drawn road graphs over nodes 0 … count - 1. */
import type { RandomStream } from '../../random.ts';

export interface Road {
  readonly from: number;
  readonly to: number;
  /** False for a road that leads from `from` to `to` only. */
  readonly bothWays: boolean;
}

/**
 * A connected graph: a random tree, in which `reach` says how far back a node may be tied (1 gives a path), and
 * `extra` more roads. The share `oneWay` of the roads leads one way only, away from node 0 where they are of the
 * tree.
 */
export function drawRoads(
  count: number,
  { reach, extra, oneWay }: { readonly reach: number; readonly extra: number; readonly oneWay: number },
  random: RandomStream,
): Road[] {
  const roads: Road[] = [];
  const joined = (left: number, right: number) =>
    roads.some(({ from, to }) => (from === left && to === right) || (from === right && to === left));
  for (let node = 1; node < count; node++) {
    const from = random.int(Math.max(0, node - reach), node - 1);
    roads.push({ from, to: node, bothWays: !random.chance(oneWay) });
  }
  for (let tries = 4 * extra; tries > 0 && roads.length < count - 1 + extra; tries--) {
    const [from, to] = random.sample([...Array(count).keys()], 2) as [number, number];
    if (!joined(from, to)) roads.push({ from, to, bothWays: !random.chance(oneWay) });
  }
  return roads;
}
