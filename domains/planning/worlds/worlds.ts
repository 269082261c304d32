/** The families of mechanics that worlds are drawn from. */
import type { ParameterSpec } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { drawDelivery } from './delivery.ts';
import type { WorldShape } from './shape.ts';
import type { Skeleton } from './skeleton.ts';
import { drawStacking } from './stacking.ts';
import { drawSwitchboard } from './switchboard.ts';
import { drawVault } from './vault.ts';
import { drawWorkshop } from './workshop.ts';

export const families = {
  delivery: drawDelivery,
  vault: drawVault,
  switchboard: drawSwitchboard,
  stacking: drawStacking,
  workshop: drawWorkshop,
} as const;

export type FamilyName = keyof typeof families;

export const familyNames = Object.keys(families) as FamilyName[];

/** A world of one family, without goals, under the names of its roles. */
export function drawWorld(family: FamilyName, shape: WorldShape, random: RandomStream): Skeleton {
  return families[family](shape, random);
}

/** How large worlds are, in skills that follow one from action to action; see `sizesOf`. */
export const objectsParameter: ParameterSpec = {
  min: 5,
  max: 24,
  default: 9,
  unit: 'things',
  scale: 'linear',
  monotone: true,
  kind: 'search',
  does: 'Things in the world, each with facts that may have to be kept in mind.',
};

/** Sizes of a world of this family with about so many objects, a fifth of them irrelevant. */
export function sizesOf(family: FamilyName, objects: number): Pick<WorldShape, 'size' | 'irrelevant'> {
  const irrelevant = Math.floor(objects / 5);
  const rest = objects - irrelevant;
  // Rooms come with doors, blocks with a hand, and there are blocks enough for any number.
  if (family === 'vault') return { size: Math.max(3, Math.floor((rest * 2) / 3)), irrelevant };
  if (family === 'stacking')
    return { size: Math.min(8, rest + 1), irrelevant: objects - 1 - Math.max(3, Math.min(6, rest - 1)) };
  if (family === 'workshop') return { size: rest - 1, irrelevant };
  return { size: rest, irrelevant };
}
