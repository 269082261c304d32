import { completed } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { GroundWorld } from './ground-world.ts';
import { obtainable, stepsWithout } from './milestone-search.ts';
import { relaxedRounds } from './plan-search.ts';

/** Follows what each thing waits for until one comes up again, if the goal is out of reach even if nothing ended. */
export function ringByNeeds(world: GroundWorld, budget: Budget): readonly string[] | null {
  const path: string[] = [];
  const hopeless = new Set<string>();
  let ring: readonly string[] | null = null;
  completed(() => {
    const things = obtainable(world, budget);
    if (relaxedRounds(world.steps, world.goals, budget)(world.start) < Number.POSITIVE_INFINITY) return;
    const follow = (thing: string): void => {
      if (path.includes(thing)) ring = path.slice(path.indexOf(thing));
      if (ring !== null || hopeless.has(thing)) return;
      path.push(thing);
      for (const other of things)
        if (ring === null && waitsFor(world, thing, other, things, budget)) follow(other);
      path.pop();
      hopeless.add(thing);
    };
    for (const thing of things) if (ring === null) follow(thing);
  });
  return ring;
}

/** Tries every list of two things, then of three. */
export function ringBySearch(world: GroundWorld, budget: Budget): readonly string[] | null {
  let ring: readonly string[] | null = null;
  completed(() => {
    const things = obtainable(world, budget);
    const isRing = (list: readonly string[]) =>
      list.every((thing, at) => waitsFor(world, thing, list[(at + 1) % list.length]!, things, budget));
    const extend = (list: readonly string[], size: number): void => {
      if (list.length === size) {
        if (isRing(list)) ring = list;
        return;
      }
      for (const thing of things) if (ring === null && !list.includes(thing)) extend([...list, thing], size);
    };
    for (let size = 2; size <= 3 && ring === null; size++) extend([], size);
  });
  return ring;
}

/** True when a thing cannot be obtained before the other, although all the rest is there. */
function waitsFor(world: GroundWorld, thing: string, other: string, things: string, budget: Budget): boolean {
  if (thing === other) return false;
  const rest = [...things].filter((one) => one !== thing && one !== other).join('');
  const rounds = relaxedRounds(stepsWithout(world, other), thing, budget);
  return rounds(world.start + rest) === Number.POSITIVE_INFINITY;
}
