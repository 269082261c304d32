import type { Model } from '../model/model.ts';
import { SkeletonBuilder } from '../worlds/skeleton.ts';
import type { HaulageWords } from './words.ts';
import { type Limits, parcelStatus, type Situation, unlimited, type World } from './world.ts';

/** The task in the lifted model, for running plans by name and for PDDL. What is unlimited is not spoken of. */
export function liftedModel(world: World, start: Situation, words: HaulageWords): Model {
  const { limits } = world;
  const has = (resource: keyof Limits) => limits[resource] < unlimited;
  const builder = new SkeletonBuilder();
  const place = builder.type(words.place);
  const parcel = builder.type(words.parcel);
  const at = builder.predicate('at', place);
  const joined = builder.predicate('joined', place, place);
  const pump = builder.predicate('pump', place);
  const waiting = builder.predicate('waiting', parcel, place);
  const bound = builder.predicate('bound', parcel, place);
  const aboard = builder.predicate('aboard', parcel);
  const delivered = builder.predicate('delivered', parcel);
  const fuel = builder.function('fuel');
  const tank = builder.function('tank');
  const burnt = builder.function('burnt', place, place);
  const coins = has('coins')
    ? {
        left: builder.function('coins'),
        toll: builder.function('toll', place, place),
        price: builder.function('price', place),
      }
    : null;
  const passes = has('passes')
    ? { left: builder.function('passes'), wanted: builder.function('wanted', place, place) }
    : null;
  const load = has('load')
    ? { room: builder.function('room'), weight: builder.function('weight', parcel) }
    : null;
  const spend = (term: readonly number[], by: readonly number[]) => ({
    condition: { term, atLeast: by },
    change: { term, direction: 'decrease' as const, by },
  });
  const driven = [
    spend([fuel], [burnt, 0, 1]),
    ...(coins === null ? [] : [spend([coins.left], [coins.toll, 0, 1])]),
    ...(passes === null ? [] : [spend([passes.left], [passes.wanted, 0, 1])]),
  ];
  builder.action(words.actions.drive, [place, place], {
    needs: [
      [at, 0],
      [joined, 0, 1],
    ],
    adds: [[at, 1]],
    deletes: [[at, 0]],
    conditions: driven.map(({ condition }) => condition),
    changes: driven.map(({ change }) => change),
  });
  const paid = coins === null ? [] : [spend([coins.left], [coins.price, 0])];
  builder.action(words.actions.refuel, [place], {
    needs: [
      [at, 0],
      [pump, 0],
    ],
    conditions: paid.map(({ condition }) => condition),
    changes: [{ term: [fuel], direction: 'assign', by: [tank] }, ...paid.map(({ change }) => change)],
  });
  const taken = load === null ? [] : [spend([load.room], [load.weight, 0])];
  builder.action(words.actions.load, [parcel, place], {
    needs: [
      [at, 1],
      [waiting, 0, 1],
    ],
    adds: [[aboard, 0]],
    deletes: [[waiting, 0, 1]],
    conditions: taken.map(({ condition }) => condition),
    changes: taken.map(({ change }) => change),
  });
  builder.action(words.actions.deliver, [parcel, place], {
    needs: [
      [at, 1],
      [aboard, 0],
      [bound, 0, 1],
    ],
    adds: [[delivered, 0]],
    deletes: [[aboard, 0]],
    changes: taken.map(({ change }) => ({ ...change, direction: 'increase' as const })),
  });

  const placeObjects = builder.objects(place, world.places);
  const parcelObjects = builder.objects(parcel, world.parcels.length);
  builder.holds(at, placeObjects[start.at]!);
  // What no step asks for, such as the toll where there is no road, is 0: every term must have a value.
  for (const from of placeObjects) {
    for (const to of placeObjects) {
      const road = world.roads.find(({ ends }) => from !== to && ends.includes(from) && ends.includes(to));
      if (road !== undefined) builder.holds(joined, from, to);
      builder.value([burnt, from, to], road?.fuel ?? 0);
      if (coins !== null) builder.value([coins.toll, from, to], road?.toll ?? 0);
      if (passes !== null) builder.value([passes.wanted, from, to], road?.passes ?? 0);
    }
  }
  for (const [index, price] of world.prices.entries()) {
    if (price !== null) builder.holds(pump, placeObjects[index]!);
    if (coins !== null) builder.value([coins.price, placeObjects[index]!], price ?? 0);
  }
  let room = limits.load;
  for (const [index, { from, to, weight }] of world.parcels.entries()) {
    const object = parcelObjects[index]!;
    const status = start.parcels[index];
    builder.holds(bound, object, placeObjects[to]!);
    if (status === parcelStatus.waiting) builder.holds(waiting, object, placeObjects[from]!);
    else builder.holds(status === parcelStatus.aboard ? aboard : delivered, object);
    if (load !== null) builder.value([load.weight, object], weight);
    if (status === parcelStatus.aboard) room -= weight;
  }
  builder.value([fuel], start.fuel);
  builder.value([tank], limits.tank);
  if (coins !== null) builder.value([coins.left], limits.coins);
  if (passes !== null) builder.value([passes.left], limits.passes);
  if (load !== null) builder.value([load.room], room);
  const model = builder.model();
  const names = [...words.places, ...words.parcels];
  return {
    ...model,
    objects: model.objects.map((object, index) => ({ ...object, name: names[index] as string })),
    goals: parcelObjects.map((object) => [delivered, object]),
  };
}
