import type { Relation } from '../../canonical.ts';
import type { Situation, World } from './world.ts';

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
