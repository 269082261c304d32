/** Switches that guard one another: each can be turned only while some are on and some are off. */
import type { RandomStream } from '../../random.ts';
import type { WorldShape } from './shape.ts';
import { type Skeleton, SkeletonBuilder } from './skeleton.ts';

export function drawSwitchboard(shape: WorldShape, random: RandomStream): Skeleton {
  const { size, density, irreversible, irrelevant } = shape;
  const builder = new SkeletonBuilder();
  const device = builder.type('device');
  const on = builder.predicate('on', device);
  const off = builder.predicate('off', device);
  const wired = builder.predicate('wired', device, device, device);
  const loose = builder.predicate('loose', device);
  const plain = builder.predicate('plain', device);
  builder.action('start', [device], {
    needs: [[plain, 0]],
    forbids: [[on, 0]],
    adds: [[on, 0]],
    deletes: [[off, 0]],
  });
  builder.action('stop', [device], {
    needs: [
      [plain, 0],
      [loose, 0],
      [on, 0],
    ],
    adds: [[off, 0]],
    deletes: [[on, 0]],
  });
  builder.action('engage', [device, device, device], {
    needs: [
      [wired, 0, 1, 2],
      [on, 1],
    ],
    forbids: [
      [on, 0],
      [on, 2],
    ],
    adds: [[on, 0]],
    deletes: [[off, 0]],
  });
  builder.action('release', [device, device, device], {
    needs: [
      [wired, 0, 1, 2],
      [loose, 0],
      [on, 0],
      [on, 1],
    ],
    forbids: [[on, 2]],
    adds: [[off, 0]],
    deletes: [[on, 0]],
  });

  const devices = builder.objects(device, size + irrelevant);
  const guarded = (own: readonly number[]) => {
    for (const [index, one] of own.entries()) {
      if (index < 2) builder.holds(plain, one);
      const wirings = index < 2 ? 0 : 1 + random.round(density);
      const seen = new Set<number>();
      for (let count = 0; count < wirings; count++) {
        const back = random.int(1, Math.min(2, index));
        const first = index - back;
        const others = own
          .slice(0, index)
          .keys()
          .filter((other) => other !== first)
          .toArray();
        const second = random.chance(0.6)
          ? index - 1 === first
            ? index - 2
            : index - 1
          : random.pick(others);
        if (seen.has(first * own.length + second)) continue;
        seen.add(first * own.length + second);
        builder.holds(wired, one, own[first]!, own[second]!);
      }
      if (!random.chance(irreversible / 2)) builder.holds(loose, one);
      builder.holds(random.chance(0.3) ? on : off, one);
    }
  };
  guarded(devices.slice(0, size));
  const aside = devices.slice(size);
  guarded(aside);
  return {
    family: 'switchboard',
    model: builder.model(),
    irrelevant: aside,
    aside: aside.flatMap((one) => [
      [on, one],
      [off, one],
    ]),
  };
}
