import type { RandomStream } from '../../random.ts';
import { type Blockage, blockageOf, solvableBySearch } from './blockage.ts';
import { bestPlan, type Found } from './search.ts';
import {
  type Change,
  changed,
  invalidatedCount,
  isPastTaking,
  type Midway,
  midwayOf,
  oldPlanOf,
  type Surprise,
} from './surprise.ts';
import { type OldPlan, parcelStatus, type Situation, type World } from './world.ts';

interface Wanted {
  readonly changes: number;
  /** Share of the old steps left that can no longer be taken. */
  readonly invalidated: number;
  readonly penalty: number;
  /** Whether there is to be no plan. */
  readonly blocked: boolean;
}

/** A surprise with what follows from it: the best plan, or what rules every plan out. */
export interface Outcome {
  readonly surprise: Surprise;
  /** Old steps that can no longer be taken. */
  readonly invalidated: number;
  readonly found: Found | null;
  readonly blockage: Blockage | null;
}

/** Surprises to choose from, and how many of those that come nearest to what is wanted are looked into. */
const drawn = { open: 24, blocked: 80 } as const;
const lookedInto = 8;

/** The surprise, of some drawn, that invalidates most nearly what is wanted; null when none will do. */
export function drawSurprise(
  world: World,
  start: Situation,
  carriedOut: Pick<Surprise, 'plan' | 'executed'>,
  wanted: Wanted,
  random: RandomStream,
): Outcome | null {
  const midway = midwayOf(world, start, carriedOut);
  const left = carriedOut.plan.slice(carriedOut.executed);
  const candidates = Array.from({ length: wanted.blocked ? drawn.blocked : drawn.open }, () => {
    const changes = drawChanges(midway, wanted.changes, random);
    const invalidated = invalidatedCount(changed(midway, changes), left);
    return { changes, invalidated, distance: Math.abs(invalidated / left.length - wanted.invalidated) };
  });
  const fitting = candidates
    // A rest that could be carried out as it stands would be an answer that takes no thought.
    .filter(({ changes, invalidated }) => invalidated > 0 && changes.length === wanted.changes)
    .sort((a, b) => a.distance - b.distance);
  for (const { changes, invalidated } of wanted.blocked ? fitting : fitting.slice(0, lookedInto)) {
    const surprise = { ...carriedOut, changes, penalty: wanted.penalty };
    if (wanted.blocked) {
      const blockage = blockageOf(midway, changes, solvableBySearch);
      if (blockage !== null) return { surprise, invalidated, found: null, blockage };
    } else {
      const found = bestWayOn(changed(midway, changes), oldPlanOf(surprise));
      if (found !== null) return { surprise, invalidated, found, blockage: null };
    }
  }
  return null;
}

/** The plan of the least total. Old steps that no plan can have cost their penalties, and need no search. */
function bestWayOn({ world, situation }: Midway, old: OldPlan): Found | null {
  const steps = old.steps.filter((step) => !isPastTaking(world, situation, step));
  const found = bestPlan(world, situation, world.limits, { least: 'steps', old: { ...old, steps } });
  const lost = old.penalty * (old.steps.length - steps.length);
  return found === null ? null : { steps: found.steps, total: found.total + lost };
}

/** So many different changes, drawn from all that can happen. */
function drawChanges({ world, situation }: Midway, count: number, random: RandomStream): Change[] {
  const places = [...Array(world.places).keys()];
  const open = [...world.parcels.keys()].filter(
    (parcel) => situation.parcels[parcel] !== parcelStatus.delivered,
  );
  const waiting = open.filter((parcel) => situation.parcels[parcel] === parcelStatus.waiting);
  const elsewhere = (parcel: number) => {
    const { from, to } = world.parcels[parcel]!;
    return random.pick(places.filter((place) => place !== from && place !== to));
  };
  const pumps = places.filter((place) => world.prices[place] !== null);
  const possible: Change[] = [
    ...world.roads.map(({ ends }): Change => ({ kind: 'closed', ends })),
    ...pumps.map((at): Change => ({ kind: 'dry', at })),
    ...(situation.fuel > 0 ? [{ kind: 'leak', fuel: random.int(1, situation.fuel) } as const] : []),
    ...waiting.map((parcel): Change => ({ kind: 'moved', parcel, to: elsewhere(parcel) })),
    ...open.map((parcel): Change => ({ kind: 'redirected', parcel, to: elsewhere(parcel) })),
  ];
  return random.sample(possible, Math.min(count, possible.length));
}
