import type { RandomStream } from '../../random.ts';
import { type Analogy, type Carrier, type Circles, traitCount, verbCount } from './analogy.ts';

/**
 * What a condition asks, and what its numbers stand for: a and b people of the first circle, x and y of the second,
 * t a trait, v a verb of the first circle, w one of the second, s a statement of the first.
 * `notPartner` a x; `eitherPartner` a x y; `oneOf` a x b y (x is the partner of a, or y that of b); `trait` a t;
 * `notTrait` a t; `alike` a b, `unlike` a b (traits of the partners); `notVerb` v w; `kept` s (carried over);
 * `linked` w a b, `notLinked` w a b (of the partners).
 */
export const conditionKinds = [
  'notPartner',
  'eitherPartner',
  'oneOf',
  'trait',
  'notTrait',
  'alike',
  'unlike',
  'notVerb',
  'kept',
  'linked',
  'notLinked',
] as const;
export type ConditionKind = (typeof conditionKinds)[number];

export interface Condition {
  readonly kind: ConditionKind;
  readonly about: readonly number[];
}

/** Whether the condition is met; never where it speaks of somebody without a partner. `images` are the carrier's. */
export function isMet(
  { kind, about }: Condition,
  { second: { traits } }: Circles,
  carrier: Carrier,
  { partners, verbs }: Analogy,
  images: ArrayLike<number>,
): boolean {
  const [p, q, r, s] = about as [number, number, number, number];
  switch (kind) {
    case 'notVerb':
      return verbs[p]! >= 0 && verbs[p] !== q;
    case 'kept':
      return images[p]! >= 0;
    case 'linked':
    case 'notLinked': {
      const left = partners[q]!;
      const right = partners[r]!;
      return left >= 0 && right >= 0 && carrier.says(p, left, right) === (kind === 'linked');
    }
  }
  const partner = partners[p]!;
  if (partner < 0) return false;
  switch (kind) {
    case 'notPartner':
      return partner !== q;
    case 'eitherPartner':
      return partner === q || partner === r;
    case 'oneOf':
      return partners[r]! >= 0 && (partner === q || partners[r] === s);
    case 'trait':
      return traits[partner] === q;
    case 'notTrait':
      return traits[partner] !== q;
    case 'alike':
    case 'unlike': {
      const other = partners[q]!;
      return other >= 0 && (traits[partner] === traits[other]) === (kind === 'alike');
    }
  }
}

/** A condition drawn at random; it need not be met by anything. */
export function drawCondition({ first }: Circles, random: RandomStream): Condition {
  const kind = random.pick(conditionKinds);
  const last = first.traits.length - 1;
  const person = () => random.int(0, last);
  const a = person();
  const x = person();
  const b = (a + random.int(1, last)) % (last + 1);
  const y = (x + random.int(1, last)) % (last + 1);
  const about = (): number[] => {
    switch (kind) {
      case 'notPartner':
        return [a, x];
      case 'eitherPartner':
        return [a, x, y];
      case 'oneOf':
        return [a, x, b, y];
      case 'trait':
      case 'notTrait':
        return [a, random.int(0, traitCount - 1)];
      case 'alike':
      case 'unlike':
        return [a, b];
      case 'notVerb':
        return [random.int(0, verbCount - 1), random.int(0, verbCount - 1)];
      case 'kept':
        return [random.int(0, first.statements.length - 1)];
      case 'linked':
      case 'notLinked':
        return [random.int(0, verbCount - 1), a, b];
    }
  };
  return { kind, about: about() };
}
