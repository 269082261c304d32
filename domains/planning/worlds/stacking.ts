/** Blocks in stacks and one hand; heavy blocks crush fragile ones, and tools that only occupy the hand. */
import type { RandomStream } from '../../random.ts';
import type { Atom } from '../model/model.ts';
import type { WorldShape } from './shape.ts';
import { type Skeleton, SkeletonBuilder } from './skeleton.ts';

const blocksMax = 6;

export function drawStacking(shape: WorldShape, random: RandomStream): Skeleton {
  const { size, irreversible, irrelevant } = shape;
  const blocks = Math.min(blocksMax, Math.max(3, size - 2));
  const crushing = random.chance(irreversible);

  const builder = new SkeletonBuilder();
  const hand = builder.type('hand');
  const block = builder.type('block');
  const free = builder.predicate('free', hand);
  const held = builder.predicate('held', block, hand);
  const on = builder.predicate('on', block, block);
  const grounded = builder.predicate('grounded', block);
  const clear = builder.predicate('clear', block);
  const sound = crushing ? builder.predicate('sound', block) : null;
  const light = crushing ? builder.predicate('light', block) : null;
  const whole = sound === null ? [] : [[sound, 1]];
  builder.action('lift', [hand, block], {
    needs: [[free, 0], [grounded, 1], [clear, 1], ...whole],
    adds: [[held, 1, 0]],
    deletes: [
      [free, 0],
      [grounded, 1],
      [clear, 1],
    ],
  });
  builder.action('lower', [hand, block], {
    needs: [[held, 1, 0]],
    adds: [
      [free, 0],
      [grounded, 1],
      [clear, 1],
    ],
    deletes: [[held, 1, 0]],
  });
  builder.action('unstack', [hand, block, block], {
    needs: [[free, 0], [on, 1, 2], [clear, 1], ...whole],
    adds: [
      [held, 1, 0],
      [clear, 2],
    ],
    deletes: [
      [free, 0],
      [on, 1, 2],
      [clear, 1],
    ],
  });
  builder.action('stack', [hand, block, block], {
    needs: [[held, 1, 0], [clear, 2], ...(light === null ? [] : [[light, 1]])],
    adds: [
      [free, 0],
      [on, 1, 2],
      [clear, 1],
    ],
    deletes: [
      [held, 1, 0],
      [clear, 2],
    ],
  });
  if (light !== null && sound !== null) {
    builder.action('slam', [hand, block, block], {
      needs: [
        [held, 1, 0],
        [clear, 2],
      ],
      forbids: [[light, 1]],
      adds: [
        [free, 0],
        [on, 1, 2],
        [clear, 1],
      ],
      deletes: [
        [held, 1, 0],
        [clear, 2],
        [sound, 2],
      ],
    });
  }
  const [who] = builder.objects(hand, 1) as [number];
  const blockObjects = builder.objects(block, blocks);
  builder.holds(free, who);
  let below: number | null = null;
  for (const one of random.shuffle(blockObjects)) {
    if (below === null || random.chance(0.4)) {
      if (below !== null) builder.holds(clear, below);
      builder.holds(grounded, one);
    } else builder.holds(on, one, below);
    below = one;
  }
  if (below !== null) builder.holds(clear, below);
  for (const one of blockObjects) {
    if (sound !== null) builder.holds(sound, one);
    if (light !== null && random.chance(0.5)) builder.holds(light, one);
  }
  const tools = irrelevant === 0 ? { objects: [], aside: [] } : addTools(builder, { hand, free }, irrelevant);
  return {
    family: 'stacking',
    model: builder.model(),
    irrelevant: tools.objects,
    aside: tools.aside,
  };
}

/** Tools that the hand can take up and store away again, to no end. */
function addTools(
  builder: SkeletonBuilder,
  { hand, free }: { readonly hand: number; readonly free: number },
  count: number,
): { readonly objects: readonly number[]; readonly aside: readonly Atom[] } {
  const tool = builder.type('tool');
  const wield = builder.predicate('wielded', tool, hand);
  const stored = builder.predicate('stored', tool);
  builder.action('fetch', [hand, tool], {
    needs: [
      [free, 0],
      [stored, 1],
    ],
    adds: [[wield, 1, 0]],
    deletes: [
      [free, 0],
      [stored, 1],
    ],
  });
  builder.action('store', [hand, tool], {
    needs: [[wield, 1, 0]],
    adds: [
      [free, 0],
      [stored, 1],
    ],
    deletes: [[wield, 1, 0]],
  });
  const objects = builder.objects(tool, count);
  for (const one of objects) builder.holds(stored, one);
  return { objects, aside: objects.map((one) => [stored, one]) };
}
