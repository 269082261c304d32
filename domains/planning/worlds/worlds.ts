/** The families of mechanics that worlds are drawn from. */
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
