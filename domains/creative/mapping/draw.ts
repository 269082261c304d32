import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type ReferencePool, unusualStrategy } from '../novelty.ts';
import { type Analogy, type Brief, type Circles, weightsOf } from './analogy.ts';
import { Candidates } from './candidates.ts';
import { drawCircles } from './circles.ts';
import { analogiesWith, type Losses } from './search.ts';

export interface DrawnBrief {
  readonly brief: Brief;
  /** What the strategies of all valid analogies weigh. */
  readonly pool: ReferencePool;
  /** How many valid analogies there are. */
  readonly valid: number;
  /** A valid analogy of an unusual strategy. */
  readonly reference: Analogy;
}

interface Wanted {
  readonly size: number;
  /** Conditions, with those on how much is carried over. */
  readonly constraints: number;
  readonly depth: number;
  /** People whose partner has another trait in the analogy that carries over everything. */
  readonly changed: number;
}

/** By how many people: analogies that there must be before conditions rule some out, and how many conditions leave. */
const enough: Readonly<Record<number, number>> = { 4: 5, 5: 20, 6: 40 };
const roomyEnough = 80;
const targets: Readonly<Record<number, number>> = { 4: 6, 5: 35 };
const roomyTarget = 60;
/** More than this share of all analogies must not be valid, since guesses would find them. */
const validShareMax = 0.06;
const countMax = 2_000;
const nodesMax = 250_000;
/** Up to so many people all analogies are looked at, since conditions need some that they rule out. */
const smallSize = 5;

/** Two circles, how much is to be carried over, and further conditions, so that a fair number of analogies is valid. */
export function drawBrief({ size, constraints, depth, changed }: Wanted, random: RandomStream): DrawnBrief {
  const circles = drawCircles(size, depth, changed, random);
  const { statements } = circles.first;
  const said = statements.filter(({ verb }) => verb !== null).length;
  const above = statements.length - said;
  const { losses, found } = drawLosses(circles, said, above);
  const all = { people: said, statements: above };
  const others = size <= smallSize ? analogiesWith(circles, all, nodesMax, nodesMax)! : [];
  const candidates = new Candidates(circles, found, others);
  const target = targets[size] ?? roomyTarget;
  for (let left = constraints - (above > 0 ? 2 : 1); left > 0; left--) {
    const surplus = Math.max(candidates.valid.length - target, 0);
    candidates.narrow(target + (surplus * (left - 1)) / left, random);
  }
  const { valid, conditions } = candidates;
  if (valid.length > validShareMax * analogiesOf(size)) throw new InstanceRejected('too many are valid');
  if (!candidates.isVaried(valid)) throw new InstanceRejected('too few strategies, or none that is unusual');
  const pool = weightsOf(valid);
  const strategy = unusualStrategy(pool);
  const unusual = valid.filter(({ fingerprint }) => fingerprint === strategy);
  const brief: Brief = {
    ...circles,
    carried: said - losses.people,
    carriedAbove: above - losses.statements,
    conditions: random.shuffle(conditions),
  };
  return { brief, pool, valid: valid.length, reference: random.pick(unusual).analogy };
}

/** The fewest losses by which there are enough analogies, first of people and then of statements too. */
function drawLosses(
  circles: Circles,
  said: number,
  above: number,
): { losses: Losses; found: readonly Analogy[] } {
  const size = circles.first.traits.length;
  const wanted = enough[size] ?? roomyEnough;
  const half = Math.floor(said / 2);
  const kept = above / 2;
  let best: { losses: Losses; found: readonly Analogy[] } | null = null;
  for (let step = 1; step <= half + 3; step++) {
    const people = Math.min(step, half);
    const statements = above - Math.min(kept, Math.max(1, kept - Math.max(0, step - half)));
    const losses = { people, statements };
    const found = analogiesWith(circles, losses, countMax, nodesMax);
    if (found === null) break;
    best = { losses, found };
    if (found.length >= wanted) break;
  }
  if (best === null) throw new InstanceRejected('too many analogies');
  return best;
}

/** How many analogies there are between circles of so many people: each order of people with each of three verbs. */
function analogiesOf(size: number): number {
  let count = 6;
  for (let factor = 2; factor <= size; factor++) count *= factor;
  return count;
}
