import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Claim, claimKey, type Form } from './claims.ts';
import { VennDiagram } from './venn.ts';

/** Terms 0 to `chain` are linked in this order; the terms above them occur in distractors alone. */
export interface Sorites {
  readonly chain: number;
  readonly terms: number;
  readonly links: readonly Claim[];
  readonly distractors: readonly Claim[];
}

interface SoritesShape {
  readonly chain: number;
  readonly distractors: number;
  /** How many of all premises are worded with a negation. */
  readonly negatives: number;
}

const extraTermsMax = 3;
const drawsMax = 12;
const particularShare = 0.3;

/**
 * Draws a chain of inclusions between neighbouring terms or their complements, which may begin with an existence
 * claim, and distractors about further terms that hang on one term of the chain. A distractor that would settle
 * anything about the chain's own terms is drawn again.
 */
export function drawSorites(shape: SoritesShape, random: RandomStream): Sorites {
  const slots = Array.from({ length: shape.chain + shape.distractors }, (_, slot) => slot);
  const negative = new Set(random.sample(slots, shape.negatives));
  const links = drawLinks(shape.chain, negative, random);
  const terms = shape.chain + 1 + Math.min(extraTermsMax, shape.distractors);
  const bare = new VennDiagram(shape.chain + 1, links);
  for (let draw = 0; draw < drawsMax; draw++) {
    const distractors = drawDistractors(shape, negative, random);
    if (distractors === null) continue;
    const dressed = new VennDiagram(terms, [...links, ...distractors]);
    if (dressed.consistent() && saysTheSame(bare, dressed, shape.chain)) {
      return { chain: shape.chain, terms, links, distractors };
    }
  }
  throw new InstanceRejected('every distractor drawn bears on the chain');
}

/** The four cells of two terms, each as its existence claim. */
export function cellsOf(left: number, right: number): Claim[] {
  return [
    { form: 'some', subject: left, predicate: right },
    { form: 'someNot', subject: left, predicate: right },
    { form: 'someNot', subject: right, predicate: left },
    { form: 'neither', subject: left, predicate: right },
  ];
}

function drawLinks(chain: number, negative: ReadonlySet<number>, random: RandomStream): Claim[] {
  const particular = random.chance(particularShare);
  let inside = particular || random.chance(0.5);
  return Array.from({ length: chain }, (_, link) => {
    const from = inside;
    if (negative.has(link)) inside = !inside;
    if (particular && link === 0) {
      return oriented(inside ? 'some' : 'someNot', link, link + 1, random);
    }
    if (from && inside) return { form: 'all', subject: link, predicate: link + 1 };
    if (!from && !inside) return { form: 'all', subject: link + 1, predicate: link };
    return oriented(from ? 'no' : 'cover', link, link + 1, random);
  });
}

/** A claim of two terms; where its sense allows, in either direction. */
function oriented(form: Form, left: number, right: number, random: RandomStream): Claim {
  const swapped = form !== 'all' && form !== 'someNot' && random.chance(0.5);
  return swapped ? { form, subject: right, predicate: left } : { form, subject: left, predicate: right };
}

/** Null when two of them say the same. */
function drawDistractors(
  shape: SoritesShape,
  negative: ReadonlySet<number>,
  random: RandomStream,
): Claim[] | null {
  const group = [random.int(0, shape.chain)];
  const keys = new Set<string>();
  const claims: Claim[] = [];
  for (let index = 0; index < shape.distractors; index++) {
    const fresh = index < extraTermsMax;
    const [left, right] = fresh
      ? random.shuffle([shape.chain + 1 + index, random.pick(group)])
      : random.sample(group, 2);
    if (fresh) group.push(shape.chain + 1 + index);
    const forms: readonly Form[] = negative.has(shape.chain + index)
      ? ['no', 'no', 'cover', 'someNot']
      : ['all', 'all', 'all', 'some'];
    const claim = oriented(random.pick(forms), left as number, right as number, random);
    keys.add(claimKey(claim));
    claims.push(claim);
  }
  return keys.size === claims.length ? claims : null;
}

function saysTheSame(bare: VennDiagram, dressed: VennDiagram, chain: number): boolean {
  for (let left = 0; left < chain; left++) {
    for (let right = left + 1; right <= chain; right++) {
      for (const cell of cellsOf(left, right)) {
        if (bare.open(cell) !== dressed.open(cell) || bare.forced(cell) !== dressed.forced(cell))
          return false;
      }
    }
  }
  return true;
}
