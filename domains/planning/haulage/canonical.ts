import type { Relation } from '../../canonical.ts';
import type { Change, Surprise } from './surprise.ts';
import type { Situation, Step, World } from './world.ts';

/** What is said of a world and of how it stands at the start, without names and order; places come before parcels. */
export function worldRelations(world: World, start: Situation): Relation[] {
  const { places, roads, prices, parcels, limits } = world;
  return [
    {
      kind: `start ${start.fuel} ${limits.tank} ${limits.coins} ${limits.load} ${limits.passes}`,
      members: [['at', start.at]],
    },
    ...roads.map(
      ({ ends, fuel, toll, passes }): Relation => ({
        kind: `road ${fuel} ${toll} ${passes}`,
        members: [
          ['end', ends[0]],
          ['end', ends[1]],
        ],
      }),
    ),
    ...prices.flatMap((price, place): Relation[] =>
      price === null ? [] : [{ kind: `pump ${price}`, members: [['at', place]] }],
    ),
    ...parcels.map(
      ({ from, to, weight }, parcel): Relation => ({
        kind: `parcel ${weight} ${start.parcels[parcel]}`,
        members: [
          ['is', places + parcel],
          ['from', from],
          ['to', to],
        ],
      }),
    ),
  ];
}

/** The old plan, how far it had come, what it costs to leave it, and what has changed. */
export function surpriseRelations(
  { places }: World,
  { plan, executed, changes, penalty }: Surprise,
): Relation[] {
  return [
    ...plan.map(
      (step, index): Relation => ({
        kind: `step ${index} ${step.kind} ${executed} ${penalty}`,
        members: stepMembers(step, places),
      }),
    ),
    ...changes.map(
      (change): Relation => ({ kind: changeKind(change), members: changeMembers(change, places) }),
    ),
  ];
}

function stepMembers(step: Step, places: number): Relation['members'] {
  switch (step.kind) {
    case 'drive':
      return [
        ['from', step.from],
        ['to', step.to],
      ];
    case 'refuel':
      return [['at', step.at]];
    case 'load':
    case 'deliver':
      return [
        ['parcel', places + step.parcel],
        ['at', step.at],
      ];
  }
}

function changeKind(change: Change): string {
  return change.kind === 'leak' ? `leak ${change.fuel}` : change.kind;
}

function changeMembers(change: Change, places: number): Relation['members'] {
  switch (change.kind) {
    case 'closed':
      return [
        ['end', change.ends[0]],
        ['end', change.ends[1]],
      ];
    case 'dry':
      return [['at', change.at]];
    case 'leak':
      return [];
    case 'moved':
    case 'redirected':
      return [
        ['parcel', places + change.parcel],
        ['to', change.to],
      ];
  }
}
