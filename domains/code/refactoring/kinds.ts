/** Which refactorings are chained, and what functions must be like to undergo them. */
import type { RandomStream } from '../../random.ts';
import type { StepKind } from './steps.ts';

/** How a function may be used otherwise than by calling it: by a local name alone, or in any way. */
export type Indirection = 'alias' | 'any';

/** A function that undergoes some refactorings one after the other. */
export interface Target {
  readonly kinds: readonly StepKind[];
  /** Parameters that it uses, at least. */
  readonly parametersMin: number;
  /** Whether it has one more that it does not use. */
  readonly hasUnused: boolean;
  readonly usesConstant: boolean;
  readonly onlyReturns: boolean;
  readonly indirection: Indirection;
}

const ofFunctions: readonly StepKind[] = [
  'rename function',
  'move',
  'inline',
  'add parameter',
  'remove parameter',
  'reorder parameters',
  'take record',
  'pass constant',
];
const ofOthers: readonly StepKind[] = ['rename constant', 'rename variable', 'extract', 'merge'];
/** What other kinds of one function may not come before. */
const last: Readonly<Partial<Record<StepKind, readonly StepKind[]>>> = {
  inline: ofFunctions,
  'take record': ['add parameter', 'remove parameter', 'reorder parameters', 'pass constant', 'inline'],
  'remove parameter': ['take record'],
};
const sameTargetShare = 0.45;
const namesAlone: readonly StepKind[] = ['rename function', 'move'];

/** Refactorings in groups, those of a group of one function; a kind that is not of functions is a group alone. */
export function drawKinds(count: number, random: RandomStream): StepKind[][] {
  const groups: StepKind[][] = [];
  for (let left = count; left > 0; left--) {
    const group = groups.at(-1);
    const fitting = group === undefined ? [] : ofFunctions.filter((kind) => follows(kind, group));
    if (fitting.length > 0 && random.chance(sameTargetShare)) group!.push(random.pick(fitting));
    else {
      // Equal blocks are looked for in the whole program, and are to be found once.
      const used = groups.flat();
      const others = ofOthers.filter((kind) => kind !== 'merge' || !used.includes(kind));
      groups.push([random.pick([...ofFunctions, ...others])]);
    }
  }
  return groups;
}

function follows(kind: StepKind, group: readonly StepKind[]): boolean {
  return (
    isOfFunction(group[0]!) &&
    !group.includes(kind) &&
    group.every((earlier) => !(last[earlier] ?? []).includes(kind))
  );
}

export function isOfFunction(kind: StepKind): boolean {
  return ofFunctions.includes(kind);
}

export function targetOf(kinds: readonly StepKind[]): Target {
  const has = (kind: StepKind) => kinds.includes(kind);
  return {
    kinds,
    parametersMin: has('reorder parameters') || has('take record') ? 2 : 1,
    hasUnused: has('remove parameter'),
    usesConstant: has('pass constant'),
    onlyReturns: has('inline'),
    indirection: kinds.every((kind) => namesAlone.includes(kind)) ? 'any' : 'alias',
  };
}
