import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Condition, Thing, World } from './world.ts';

/** The world without names and in no order: properties are its elements, all else is said of them. */
export function canonicalWorld({ things, processes, goals, stepsMax }: World): string {
  return canonicalForm([
    ...things.map((thing) => vector('thing', thing)),
    ...processes.flatMap((process, index): Relation[] => {
      const { tool, material, changes, usesUp, usual } = process;
      // The usual tool belongs to this process, and what it does identifies the process well enough.
      const own = `${usesUp} ${usual === null ? '' : 'job'}`;
      const parts = [
        ...conditions('tool', tool),
        ...conditions('material', material),
        ...changes.map(({ property, by }) => [`by ${by}`, property] as const),
      ];
      // The elements after the properties are the processes.
      const element = ['process', 1000 + index] as const;
      return [
        { kind: `process ${own}`, members: [...parts, element] },
        ...(usual === null ? [] : [{ kind: 'usual', members: [...vector('', usual).members, element] }]),
      ];
    }),
    { kind: `goal in ${stepsMax}`, members: conditions('goal', goals) },
  ]);
}

function vector(kind: string, { levels }: Thing): Relation {
  return { kind, members: levels.map((level, property) => [`${level}`, property] as const) };
}

function conditions(role: string, all: readonly Condition[]): (readonly [string, number])[] {
  return all.map(({ property, sense, level }) => [`${role} ${sense} ${level}`, property] as const);
}
