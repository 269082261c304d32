import { bitCount } from '../../bits.ts';
import { parcelStatus, type Road, type World } from './world.ts';

/** More than any sum of lengths: there is no way. */
export const noWay = 1 << 28;

/**
 * What is needed at least from each place with each combination of parcel statuses on, by
 * `place + places * statusCode`: every place that still wants a visit must be entered, and the parcel that is
 * furthest from its destination must get there.
 */
export interface Bounds {
  /** The status of parcel p under code c, at `c * parcels + p`. */
  readonly statuses: Uint8Array;
  readonly steps: Int32Array;
  readonly tolls: Int32Array;
  readonly fuel: Int32Array;
  readonly passes: Int32Array;
  /** Cheapest filling anywhere. */
  readonly priceMin: number;
}

export function boundsOf(world: World): Bounds {
  const { places, parcels } = world;
  const count = parcels.length;
  const codes = 3 ** count;
  const statuses = new Uint8Array(codes * count);
  for (let code = 0; code < codes; code++) {
    for (let parcel = 0, rest = code; parcel < count; parcel++, rest = Math.floor(rest / 3))
      statuses[code * count + parcel] = rest % 3;
  }
  const [hops, tolls, fuel, passes] = (
    [() => 1, (road) => road.toll, (road) => road.fuel, (road) => road.passes] satisfies ((
      road: Road,
    ) => number)[]
  ).map((lengthOf) => distances(world, lengthOf)) as [Int32Array, Int32Array, Int32Array, Int32Array];
  const steps = new Int32Array(places * codes);
  const furthest = [hops, tolls, fuel, passes].map(() => new Int32Array(places * codes));
  for (let code = 0; code < codes; code++) {
    let handling = 0;
    let wanted = 0;
    for (let parcel = 0; parcel < count; parcel++) {
      const status = statuses[code * count + parcel] as number;
      if (status === parcelStatus.delivered) continue;
      handling += 2 - status;
      wanted |= 1 << parcels[parcel]!.to;
      if (status === parcelStatus.waiting) wanted |= 1 << parcels[parcel]!.from;
    }
    for (let at = 0; at < places; at++) {
      const index = at + places * code;
      for (let parcel = 0; parcel < count; parcel++) {
        const status = statuses[code * count + parcel] as number;
        if (status === parcelStatus.delivered) continue;
        const { from, to } = parcels[parcel]!;
        for (const [kind, table] of [hops, tolls, fuel, passes].entries()) {
          const way =
            status === parcelStatus.aboard
              ? (table[at * places + to] as number)
              : (table[at * places + from] as number) + (table[from * places + to] as number);
          if (way > (furthest[kind]![index] as number)) furthest[kind]![index] = way;
        }
      }
      const visits = bitCount(wanted & ~(1 << at));
      steps[index] = handling + Math.max(visits, furthest[0]![index] as number);
    }
  }
  const priceMin = world.prices.reduce<number>(
    (least, price) => (price !== null && price < least ? price : least),
    noWay,
  );
  return { statuses, steps, tolls: furthest[1]!, fuel: furthest[2]!, passes: furthest[3]!, priceMin };
}

/** Shortest distances over the roads, by rows; at least 2^28 where there is no way. */
function distances({ places, roads }: World, lengthOf: (road: Road) => number): Int32Array {
  const table = new Int32Array(places * places).fill(noWay);
  for (let place = 0; place < places; place++) table[place * places + place] = 0;
  for (const road of roads) {
    const [a, b] = road.ends;
    const length = Math.min(lengthOf(road), table[a * places + b] as number);
    table[a * places + b] = length;
    table[b * places + a] = length;
  }
  for (let via = 0; via < places; via++) {
    for (let from = 0; from < places; from++) {
      const first = table[from * places + via] as number;
      for (let to = 0; to < places; to++) {
        const around = first + (table[via * places + to] as number);
        if (around < (table[from * places + to] as number)) table[from * places + to] = around;
      }
    }
  }
  return table;
}
