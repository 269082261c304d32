import { isSolvable } from './needs.ts';
import { type Change, changed, type Midway } from './surprise.ts';
import { parcelStatus } from './world.ts';

/** What makes all plans impossible: one change, and the parcel that it keeps from its destination. */
export interface Blockage {
  readonly change: number;
  readonly parcel: number;
}

/** True when the parcels can be brought to their destinations. */
export type Solvable = (midway: Midway) => boolean;

export const solvableBySearch: Solvable = ({ world, situation }) =>
  isSolvable(world, situation, world.limits);

/**
 * The blockage of a surprise, by either way of telling what is solvable; null when there is a plan or when no single
 * change and parcel are to blame: without the change there is a plan, with it alone there is none, and the parcel
 * is the only one that could not be delivered even if it were the only one to deliver.
 */
export function blockageOf(midway: Midway, changes: readonly Change[], solvable: Solvable): Blockage | null {
  const after = changed(midway, changes);
  const stuck = after.world.parcels.keys().filter((parcel) => !solvable(onlyParcel(after, parcel)));
  const [parcel, ...others] = [...stuck];
  if (parcel === undefined || others.length > 0) return null;
  const change = changes.findIndex((one, index) => {
    return solvable(changed(midway, changes.toSpliced(index, 1))) && !solvable(changed(midway, [one]));
  });
  return change < 0 ? null : { change, parcel };
}

/** The same with this parcel alone, the others neither aboard nor waiting. */
function onlyParcel({ world, situation }: Midway, parcel: number): Midway {
  return {
    world: { ...world, parcels: [world.parcels[parcel]!] },
    situation: { ...situation, parcels: [situation.parcels[parcel] ?? parcelStatus.waiting] },
  };
}
