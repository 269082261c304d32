import type { RandomStream } from '../../random.ts';
import { type Parcel, parcelStatus, type Road, type Situation, unlimited, type World } from './world.ts';

export interface WorldShape {
  readonly places: number;
  readonly parcels: number;
  readonly pumps: number;
  /** Mean coins for filling the tank; null where coins are of no matter. */
  readonly price: number | null;
  /** Whether what fits into the vehicle, and passes, are limited. */
  readonly load: boolean;
  readonly passes: boolean;
}

/** A world without limits on coins and passes, which are set when it is known what they must suffice for. */
export function drawWorld(
  shape: WorldShape,
  random: RandomStream,
): { readonly world: World; readonly start: Situation } {
  const { places } = shape;
  const everywhere = [...Array(places).keys()];
  const roads = drawRoads(places, shape, random);
  const parcels = Array.from({ length: shape.parcels }, (): Parcel => {
    const [from, to] = random.sample(everywhere, 2) as [number, number];
    return { from, to, weight: shape.load ? random.int(2, 6) : 1 };
  });
  const prices = new Array<number | null>(places).fill(null);
  for (const place of random.sample(everywhere, shape.pumps)) {
    prices[place] = shape.price === null ? 0 : Math.max(1, random.round(shape.price * (0.5 + random.unit())));
  }
  const tank = random.int(5, 9);
  const heaviest = Math.max(...parcels.map(({ weight }) => weight));
  const load = shape.load ? heaviest + random.int(0, 1) : unlimited;
  return {
    world: { places, roads, prices, parcels, limits: { tank, coins: unlimited, load, passes: unlimited } },
    start: {
      at: random.int(0, places - 1),
      fuel: random.int(3, 1 + Math.ceil(tank / 2)),
      parcels: parcels.map(() => parcelStatus.waiting),
    },
  };
}

/**
 * A ring of roads without toll, and shortcuts across it that cost coins: what is short is dear, so that a small
 * purse makes a plan longer.
 */
function drawRoads(places: number, { price, passes }: WorldShape, random: RandomStream): Road[] {
  const ring = random.shuffle([...Array(places).keys()]);
  const roads: Road[] = [];
  const join = (a: number, b: number, toll: number) => {
    const ends = [Math.min(a, b), Math.max(a, b)] as const;
    if (a === b || roads.some((road) => road.ends[0] === ends[0] && road.ends[1] === ends[1])) return;
    roads.push({ ends, fuel: random.int(1, 4), toll, passes: passes && random.chance(0.4) ? 1 : 0 });
  };
  for (const [index, place] of ring.entries()) join(place, ring[(index + 1) % places] as number, 0);
  for (let tries = 4 * places; tries > 0 && roads.length < 1.7 * places; tries--) {
    const [a, b] = [random.int(0, places - 1), random.int(0, places - 1)];
    join(a, b, price === null ? 0 : random.int(2, 8));
  }
  return roads;
}
