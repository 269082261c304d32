import type { Names, Plan } from './answer.ts';
import { holdsIn, type Inspection, type Lane, type Network, worldCount } from './network.ts';

/** What a plan comes to over all worlds. */
export interface Outcome {
  /** Share of the worlds in which it arrives. */
  readonly share: number;
  /** The largest cost among those; 0 without any. */
  readonly worst: number;
}

/** Carries a plan out in every world. It ends where a step cannot be done, and on arrival. */
export function outcomeOf(network: Network, names: Names, plan: Plan): Outcome {
  const places = new Map(names.places.map((name, place) => [name, place]));
  const facts = new Map(names.facts.map((name, fact) => [name, fact]));
  const lanes = new Map<number, Lane>();
  for (const lane of network.lanes) lanes.set(lane.from * network.places + lane.to, lane);
  const inspections = new Map<number, Inspection>();
  for (const item of network.inspections) inspections.set(item.at * network.facts + item.fact, item);

  const costIn = (world: number): number | null => {
    let at = network.start;
    let cost = 0;
    let rest = plan;
    for (let index = 0; at !== network.goal; index++) {
      const step = rest[index];
      if (step === undefined) return null;
      if ('go' in step) {
        const lane = lanes.get(at * network.places + (places.get(step.go) ?? Number.NaN));
        if (lane === undefined || (lane.gate !== null && !holdsIn(world, lane.gate))) return null;
        cost += lane.cost;
        at = lane.to;
      } else {
        const seen = inspections.get(at * network.facts + (facts.get(step.inspect) ?? Number.NaN));
        if (seen === undefined) return null;
        cost += seen.cost;
        rest = holdsIn(world, { fact: seen.fact, on: true }) ? step.on : step.off;
        index = -1;
      }
    }
    return cost;
  };

  const worlds = worldCount(network);
  let arrived = 0;
  let worst = 0;
  for (let world = 0; world < worlds; world++) {
    const cost = costIn(world);
    if (cost === null) continue;
    arrived++;
    worst = Math.max(worst, cost);
  }
  return { share: arrived / worlds, worst };
}
