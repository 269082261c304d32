import { completed } from '../reasoning/node-limit.ts';
import type { Budget } from '../solver.ts';
import { type GroundedWorld, roundsTo } from './grounded-world.ts';
import { obtainable } from './milestone-search.ts';

/** True when some goal is seen to be out of reach even if nothing became false. */
export function isOutOfReach(world: GroundedWorld, budget: Budget): boolean {
  let outOfReach = false;
  completed(() => {
    const rounds = roundsTo(world, world.start, budget);
    outOfReach = world.goals.some((goal) => !rounds.has(goal));
  });
  return outOfReach;
}

/** Follows what each thing waits for until one comes up again. */
export function ringByNeeds(world: GroundedWorld, budget: Budget): readonly string[] | null {
  const things = obtainable(world);
  const path: string[] = [];
  const hopeless = new Set<string>();
  let ring: readonly string[] | null = null;
  function follow(thing: string): void {
    if (path.includes(thing)) ring = path.slice(path.indexOf(thing));
    if (ring !== null || hopeless.has(thing)) return;
    path.push(thing);
    for (const other of things)
      if (ring === null && waitsFor(world, thing, other, things, budget)) follow(other);
    path.pop();
    hopeless.add(thing);
  }
  completed(() => {
    for (const thing of things) if (ring === null) follow(thing);
  });
  return ring;
}

/** Tries every list of two things, then of three. */
export function ringBySearch(world: GroundedWorld, budget: Budget): readonly string[] | null {
  const things = obtainable(world);
  let ring: readonly string[] | null = null;
  const isRing = (list: readonly string[]) =>
    list.every((thing, at) => waitsFor(world, thing, list[(at + 1) % list.length] as string, things, budget));
  const extend = (list: readonly string[], size: number): void => {
    if (list.length === size) {
      if (isRing(list)) ring = list;
      return;
    }
    for (const thing of things) if (ring === null && !list.includes(thing)) extend([...list, thing], size);
  };
  completed(() => {
    for (let size = 2; size <= 3 && ring === null; size++) extend([], size);
  });
  return ring;
}

/** True when a thing cannot be obtained before the other, although all the rest is there. */
function waitsFor(
  world: GroundedWorld,
  thing: string,
  other: string,
  things: readonly string[],
  budget: Budget,
): boolean {
  if (thing === other) return false;
  const rest = things.filter((one) => one !== thing && one !== other);
  return !roundsTo(world, new Set([...world.start, ...rest]), budget, other).has(thing);
}
