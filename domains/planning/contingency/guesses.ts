import type { RandomStream } from '../../random.ts';
import { isOpen, type Network, type Policy, worldCount } from './network.ts';

const guessedStepsMax = 40;
const guessedDepth = 14;

/** A plan drawn step by step from what the map allows, all gates passed over. */
export function randomPolicy(network: Network, random: RandomStream): Policy {
  let steps = 0;
  const from = (place: number, depth: number): Policy => {
    const lanes = network.lanes.filter((lane) => lane.from === place);
    const looks = network.inspections.filter(({ at }) => at === place);
    if (place === network.goal || depth === 0 || steps >= guessedStepsMax) return [];
    if (lanes.length + looks.length === 0) return [];
    steps++;
    const pick = random.int(0, lanes.length + looks.length - 1);
    const look = looks[pick - lanes.length];
    if (look !== undefined) {
      return [{ inspect: look.fact, on: from(place, depth - 1), off: from(place, depth - 1) }];
    }
    const to = lanes[pick]?.to as number;
    return [{ go: to }, ...from(to, depth - 1)];
  };
  return from(network.start, guessedDepth);
}

/** The first lane printed at each place that leads to a new one, up to the goal or a dead end. */
export function firstLanes({ start, goal, lanes }: Network): Policy {
  const visited = [start];
  for (let place = start; place !== goal; ) {
    const lane = lanes.find(({ from, to }) => from === place && !visited.includes(to));
    if (lane === undefined) break;
    place = lane.to;
    visited.push(place);
  }
  return visited.slice(1).map((place) => ({ go: place }));
}

/** The cheapest route in a world, or with every lane open for null; empty when there is none. */
export function cheapestRoute({ places, start, goal, lanes }: Network, world: number | null): Policy {
  const least = Array.from({ length: places }, (_, place) => (place === goal ? 0 : Number.POSITIVE_INFINITY));
  const next: number[] = [];
  for (let round = 0; round < places; round++) {
    for (const lane of lanes) {
      const cost = lane.cost + (least[lane.to] as number);
      if ((world !== null && !isOpen(lane, world)) || cost >= (least[lane.from] as number)) continue;
      least[lane.from] = cost;
      next[lane.from] = lane.to;
    }
  }
  const route: { go: number }[] = [];
  for (let place = next[start]; place !== undefined; place = next[place]) route.push({ go: place });
  return route;
}

/** Everything off, everything on: the settings that come to mind first. */
export function plainWorlds(network: Network): [allOff: number, allOn: number] {
  return [0, worldCount(network) - 1];
}
