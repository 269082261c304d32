/** Values of a composition: whether two are the same, how large they may be, and which of them are different. */
import { magnitudeMax } from '../synthesis/inputs.ts';
import type { Item, Shape, Tally, Value } from './plan.ts';

/** Values beyond this are not for people to follow, and programs differ in what they make of them. */
const lengthMax = 24;

export function emptyOf(shape: Shape): Value {
  if (shape === 'number') return 0;
  return shape === 'record' ? { label: 0, first: 0, second: 0 } : [];
}

/** As a caller sees it: the order of the entries of a tally does not count. */
export function sameResult(shape: Shape, left: Value, right: Value): boolean {
  if (shape === 'tally' && left !== right) {
    const numbers = new Map(left as Tally);
    return (
      numbers.size === (right as Tally).length &&
      (right as Tally).every(([label, number]) => numbers.get(label) === number)
    );
  }
  return sameValue(left, right);
}

/** The same in order too. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left === 'number' || typeof right === 'number') return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    for (let at = 0; at < left.length; at++) if (!sameValue(left[at], right[at])) return false;
    return true;
  }
  const [one, other] = [left as Item, right as Item];
  return one.label === other.label && one.first === other.first && one.second === other.second;
}

export function isTooLarge(value: Value): boolean {
  if (!Array.isArray(value)) return hasTooLarge(value as number | Item);
  if (value.length > lengthMax) return true;
  for (let at = 0; at < value.length; at++) if (hasTooLarge(value[at])) return true;
  return false;
}

function hasTooLarge(part: number | Item | Tally[number]): boolean {
  if (typeof part === 'number') return isBeyond(part);
  return 'first' in part ? isBeyond(part.first) || isBeyond(part.second) : isBeyond(part[1]);
}

function isBeyond(number: number): boolean {
  return number > magnitudeMax || number < -magnitudeMax;
}

/** Different values of one shape, in the order in which they came, each found by a number: that is made sooner than a text. */
export class DistinctValues {
  readonly all: Value[] = [];
  readonly #counts: number[] = [];
  /** Where values with the same number stand. */
  readonly #places = new Map<number, number[]>();

  add(value: Value): void {
    const hash = hashOf(value);
    const places = this.#places.get(hash);
    const place = places?.find((at) => sameValue(this.all[at]!, value));
    if (place !== undefined) {
      this.#counts[place]!++;
      return;
    }
    if (places === undefined) this.#places.set(hash, [this.all.length]);
    else places.push(this.all.length);
    this.all.push(value);
    this.#counts.push(1);
  }

  /** How often the commonest came. */
  commonest(): number {
    return Math.max(...this.#counts);
  }
}

/** Equal for values that are the same, and seldom equal for others. */
function hashOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (!Array.isArray(value)) {
    const { label, first, second } = value as Item;
    return mixed(mixed(label, first), second);
  }
  let hash = value.length;
  for (let at = 0; at < value.length; at++) hash = mixed(hash, hashOf(value[at]));
  return hash;
}

function mixed(hash: number, more: number): number {
  return (Math.imul(hash, 0x9e3779b1) + more) | 0;
}
