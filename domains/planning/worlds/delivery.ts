/** Carriers move along roads, load and unload items; some roads lead one way only, some bridges break when crossed. */
import type { RandomStream } from '../../random.ts';
import { drawRoads } from './graph.ts';
import type { WorldShape } from './shape.ts';
import { type Skeleton, SkeletonBuilder } from './skeleton.ts';

const bridgesMax = 3;

export function drawDelivery(shape: WorldShape, random: RandomStream): Skeleton {
  const { size, density, irreversible, irrelevant } = shape;
  const oneLoad = random.chance(0.5);
  const items = size >= 6 && random.chance(0.5) ? 2 : 1;
  const carriers = size >= 5 && random.chance(0.25) ? 2 : 1;
  const places = Math.max(2, size - items - carriers);

  const builder = new SkeletonBuilder();
  const carrier = builder.type('carrier');
  const place = builder.type('place');
  const item = builder.type('item');
  const at = builder.predicate('at', carrier, place);
  const lies = builder.predicate('lies', item, place);
  const inside = builder.predicate('inside', item, carrier);
  const road = builder.predicate('road', place, place);
  builder.action('move', [carrier, place, place], {
    needs: [
      [at, 0, 1],
      [road, 1, 2],
    ],
    adds: [[at, 0, 2]],
    deletes: [[at, 0, 1]],
  });
  const empty = oneLoad ? builder.predicate('empty', carrier) : null;
  builder.action('load', [item, carrier, place], {
    needs: [[at, 1, 2], [lies, 0, 2], ...(empty === null ? [] : [[empty, 1]])],
    adds: [[inside, 0, 1]],
    deletes: [[lies, 0, 2], ...(empty === null ? [] : [[empty, 1]])],
  });
  builder.action('unload', [item, carrier, place], {
    needs: [
      [at, 1, 2],
      [inside, 0, 1],
    ],
    adds: [[lies, 0, 2], ...(empty === null ? [] : [[empty, 1]])],
    deletes: [[inside, 0, 1]],
  });

  const carrierObjects = builder.objects(carrier, carriers);
  const placeObjects = builder.objects(place, places);
  const itemObjects = builder.objects(item, items + irrelevant);
  const roads = drawRoads(
    places,
    { reach: random.int(1, 3), extra: random.round(density * places), oneWay: irreversible / 2 },
    random,
  );
  const bridges = random.sample(roads, Math.min(bridgesMax, roads.length, random.round(irreversible * 2)));
  const bridge = bridges.length > 0 ? builder.predicate('bridge', place, place) : null;
  if (bridge !== null) {
    builder.action('cross', [carrier, place, place], {
      needs: [
        [at, 0, 1],
        [bridge, 1, 2],
      ],
      adds: [[at, 0, 2]],
      deletes: [
        [at, 0, 1],
        [bridge, 1, 2],
      ],
    });
  }
  for (const one of roads) {
    const relation = bridge !== null && bridges.includes(one) ? bridge : road;
    builder.holds(relation, placeObjects[one.from]!, placeObjects[one.to]!);
    if (one.bothWays && relation === road)
      builder.holds(road, placeObjects[one.to]!, placeObjects[one.from]!);
  }
  for (const one of carrierObjects) {
    builder.holds(at, one, random.pick(placeObjects));
    if (empty !== null) builder.holds(empty, one);
  }
  for (const one of itemObjects) builder.holds(lies, one, random.pick(placeObjects));
  const aside = itemObjects.slice(items);
  return {
    family: 'delivery',
    model: builder.model(),
    irrelevant: aside,
    aside: aside.flatMap((one) => [
      ...placeObjects.map((where) => [lies, one, where]),
      ...(empty === null ? carrierObjects.map((who) => [inside, one, who]) : []),
    ]),
  };
}
