/** A walker in rooms with locked doors: keys are taken and fit some doors; some keys are used up. */
import type { RandomStream } from '../../random.ts';
import { drawRoads } from './graph.ts';
import type { WorldShape } from './shape.ts';
import { type Skeleton, SkeletonBuilder } from './skeleton.ts';

const lockedMax = 4;

export function drawVault(shape: WorldShape, random: RandomStream): Skeleton {
  const { size, density, irreversible, irrelevant } = shape;
  const locked = Math.min(lockedMax, Math.max(1, Math.floor(size / 3)));
  const rooms = Math.max(locked + 1, size - locked);
  const oneHand = random.chance(0.5);
  const keysBreak = random.chance(irreversible);

  const builder = new SkeletonBuilder();
  const walker = builder.type('walker');
  const room = builder.type('room');
  const door = builder.type('door');
  const key = builder.type('key');
  const at = builder.predicate('at', walker, room);
  const leads = builder.predicate('leads', door, room, room);
  const open = builder.predicate('open', door);
  const fits = builder.predicate('fits', key, door);
  const lies = builder.predicate('lies', key, room);
  const held = builder.predicate('held', key, walker);
  const free = oneHand ? builder.predicate('free', walker) : null;
  builder.action('walk', [walker, door, room, room], {
    needs: [
      [at, 0, 2],
      [leads, 1, 2, 3],
      [open, 1],
    ],
    adds: [[at, 0, 3]],
    deletes: [[at, 0, 2]],
  });
  builder.action('unlock', [walker, door, key, room, room], {
    needs: [
      [at, 0, 3],
      [leads, 1, 3, 4],
      [held, 2, 0],
      [fits, 2, 1],
    ],
    forbids: [[open, 1]],
    adds: [[open, 1], ...(keysBreak && free !== null ? [[free, 0]] : [])],
    deletes: keysBreak ? [[held, 2, 0]] : [],
  });
  builder.action('take', [walker, key, room], {
    needs: [[at, 0, 2], [lies, 1, 2], ...(free === null ? [] : [[free, 0]])],
    adds: [[held, 1, 0]],
    deletes: [[lies, 1, 2], ...(free === null ? [] : [[free, 0]])],
  });
  builder.action('drop', [walker, key, room], {
    needs: [
      [at, 0, 2],
      [held, 1, 0],
    ],
    adds: [[lies, 1, 2], ...(free === null ? [] : [[free, 0]])],
    deletes: [[held, 1, 0]],
  });

  const [who] = builder.objects(walker, 1) as [number];
  const roomObjects = builder.objects(room, rooms);
  const roads = drawRoads(
    rooms,
    { reach: 2, extra: random.round((density * rooms) / 2), oneWay: irreversible / 3 },
    random,
  );
  const doorObjects = builder.objects(door, roads.length);
  const lockedRoads = random.sample([...roads.keys()], Math.min(locked, roads.length));
  const keyObjects = builder.objects(key, lockedRoads.length + irrelevant);
  for (const [index, { from, to, bothWays }] of roads.entries()) {
    builder.holds(leads, doorObjects[index]!, roomObjects[from]!, roomObjects[to]!);
    if (bothWays) builder.holds(leads, doorObjects[index]!, roomObjects[to]!, roomObjects[from]!);
    if (!lockedRoads.includes(index)) builder.holds(open, doorObjects[index]!);
  }
  // The key of a door lies nearer to room 0 than the door, so that every door can be opened in some order.
  for (const [number, index] of lockedRoads.entries()) {
    builder.holds(fits, keyObjects[number]!, doorObjects[index]!);
    const before = Math.min(roads[index]!.from, roads[index]!.to);
    builder.holds(lies, keyObjects[number]!, roomObjects[random.int(0, before)]!);
  }
  builder.holds(at, who, roomObjects[0]!);
  if (free !== null) builder.holds(free, who);
  const aside = keyObjects.slice(lockedRoads.length);
  for (const one of aside) builder.holds(lies, one, random.pick(roomObjects));
  return {
    family: 'vault',
    model: builder.model(),
    irrelevant: aside,
    aside: aside.flatMap((one) => [
      ...roomObjects.map((where) => [lies, one, where]),
      ...(free === null ? [[held, one, who]] : []),
    ]),
  };
}
