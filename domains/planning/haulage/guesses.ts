import type { RandomStream } from '../../random.ts';
import { type HaulageWords, stepWords } from './words.ts';
import type { Step, World } from './world.ts';

/** Steps of the right form drawn without a look at the map: as many as parcels might take. */
export function randomPlan(world: World, words: HaulageWords, random: RandomStream): string[][] {
  const place = () => random.int(0, world.places - 1);
  const parcel = () => random.int(0, world.parcels.length - 1);
  const draws: (() => Step)[] = [
    () => ({ kind: 'drive', from: place(), to: place() }),
    () => ({ kind: 'drive', from: place(), to: place() }),
    () => ({ kind: 'refuel', at: place() }),
    () => ({ kind: 'load', parcel: parcel(), at: place() }),
    () => ({ kind: 'deliver', parcel: parcel(), at: place() }),
  ];
  const count = random.int(3, 3 + 5 * world.parcels.length);
  return Array.from({ length: count }, () => stepWords(random.pick(draws)(), words));
}

/** No step at all, a tour of all places as they are listed, and every parcel loaded and delivered on such a tour. */
export function blindPlans(world: World, words: HaulageWords): string[][][] {
  const parcels = [...world.parcels.keys()];
  const tour = Array.from(
    { length: world.places - 1 },
    (_, from): Step => ({ kind: 'drive', from, to: from + 1 }),
  );
  const handled = [0, ...tour.keys()].flatMap((at, index): Step[] => [
    ...(index === 0 ? [] : [tour[at] as Step]),
    ...parcels.flatMap((parcel): Step[] => [
      { kind: 'load', parcel, at },
      { kind: 'deliver', parcel, at },
    ]),
  ]);
  return [[], tour, handled].map((steps) => steps.map((step) => stepWords(step, words)));
}
