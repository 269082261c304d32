/** What a drawn function must be like to be worth asking for. */
import { InstanceRejected } from '../../contract.ts';
import type { Output } from './operations.ts';
import type { Variant } from './variants.ts';

/** A function that mostly gives the same cannot be told from one that always does. */
const commonestShareMax = 0.35;
/** Each step must matter to at least this share of the inputs. */
const matteringShareMin = 0.05;

/** Those that leave out a step, and the others. */
export function parted(variants: readonly Variant[]): [Variant[], Variant[]] {
  return [variants.filter(({ leavesOut }) => leavesOut), variants.filter(({ leavesOut }) => !leavesOut)];
}

/** No step can be left out without consequences: `killers` are those of the inputs that show it, for each step. */
export function requireThatAllMatters(killers: readonly (readonly number[])[], inputsCount: number): void {
  const fewest = Math.min(...killers.map(({ length }) => length));
  if (fewest < matteringShareMin * inputsCount) throw new InstanceRejected('a step hardly matters');
}

export function requireVariety(outputs: readonly Output[]): void {
  const counts = new Map<string, number>();
  for (const output of outputs) {
    const key = JSON.stringify(output);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (Math.max(...counts.values()) > commonestShareMax * outputs.length)
    throw new InstanceRejected('the function mostly returns the same');
}
