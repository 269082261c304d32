/** Materials are joined and reshaped by recipes that use them up; some products can be taken apart again. */
import type { RandomStream } from '../../random.ts';
import type { WorldShape } from './shape.ts';
import { type Skeleton, SkeletonBuilder } from './skeleton.ts';

export function drawWorkshop(shape: WorldShape, random: RandomStream): Skeleton {
  const { size, density, irreversible, irrelevant } = shape;
  const builder = new SkeletonBuilder();
  const material = builder.type('material');
  const machine = builder.type('machine');
  const ready = builder.predicate('ready', material);
  const hot = builder.predicate('hot', machine);
  const joins = builder.predicate('joins', material, material, material);
  const turns = builder.predicate('turns', material, material);
  const soluble = builder.predicate('soluble', material);
  builder.action('join', [material, material, material, machine], {
    needs: [
      [joins, 0, 1, 2],
      [ready, 0],
      [ready, 1],
      [hot, 3],
    ],
    adds: [[ready, 2]],
    deletes: [
      [ready, 0],
      [ready, 1],
    ],
  });
  builder.action('part', [material, material, material], {
    needs: [
      [joins, 0, 1, 2],
      [soluble, 2],
      [ready, 2],
    ],
    adds: [
      [ready, 0],
      [ready, 1],
    ],
    deletes: [[ready, 2]],
  });
  builder.action('reshape', [material, material, machine], {
    needs: [
      [turns, 0, 1],
      [ready, 0],
    ],
    forbids: [[hot, 2]],
    adds: [[ready, 1]],
    deletes: [[ready, 0]],
  });
  builder.action('heat', [machine], { forbids: [[hot, 0]], adds: [[hot, 0]] });
  builder.action('cool', [machine], { needs: [[hot, 0]], deletes: [[hot, 0]] });

  const [oven] = builder.objects(machine, 1) as [number];
  const materials = builder.objects(material, size + irrelevant);
  if (random.chance(0.5)) builder.holds(hot, oven);
  const recipes = (own: readonly number[], pool: readonly number[]) => {
    const raw = Math.max(1, Math.ceil(own.length / 2));
    const joined = new Set<string>();
    for (const [index, one] of own.entries()) {
      if (index < raw) builder.holds(ready, one);
      if (!random.chance(irreversible)) builder.holds(soluble, one);
      const ways = index < raw ? 0 : 1 + random.round(density);
      for (let count = 0; count < ways; count++) {
        const before = [...new Set([...own.slice(0, index), ...pool])];
        if (before.length >= 2 && random.chance(0.6)) {
          const [left, right] = random.sample(before, 2) as [number, number];
          const key = `${Math.min(left, right)} ${Math.max(left, right)} ${one}`;
          if (!joined.has(key)) builder.holds(joins, left, right, one);
          joined.add(key);
        } else {
          const from = random.pick(before);
          const key = `${from} ${one}`;
          if (joined.has(key)) continue;
          joined.add(key);
          builder.holds(turns, from, one);
          if (!random.chance(irreversible)) builder.holds(turns, one, from);
        }
      }
    }
  };
  recipes(materials.slice(0, size), []);
  const aside = materials.slice(size);
  recipes(aside, []);
  return {
    family: 'workshop',
    model: builder.model(),
    irrelevant: aside,
    aside: aside.map((one) => [ready, one]),
  };
}
