import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { isBelieved } from './beliefs.ts';
import { type Claim, claimKey, contradictoryOf, type Truth, truths } from './claims.ts';
import { cellsOf, type Sorites } from './premises.ts';
import { VennDiagram } from './venn.ts';

/** A claim about two terms of the chain with its truth value under the premises. */
export interface Candidate {
  readonly claim: Claim;
  readonly truth: Truth;
  /** Links between the two terms; 0 when a premise says the claim or denies it outright. */
  readonly span: number;
}

const statementsMin = 12;
const statementsMax = 15;
const perTruthMin = 3;
const contenders = 4;

/** All claims that can be asked, with truth values read off the Venn diagram. */
export function candidatesOf(sorites: Sorites): Candidate[] {
  const premises = [...sorites.links, ...sorites.distractors];
  const diagram = new VennDiagram(sorites.terms, premises);
  const said = new Set(premises.flatMap((claim) => [claimKey(claim), claimKey(contradictoryOf(claim))]));
  const candidates: Candidate[] = [];
  for (let left = 0; left < sorites.chain; left++) {
    for (let right = left + 1; right <= sorites.chain; right++) {
      for (const claim of cellsOf(left, right)) {
        const truth = diagram.forced(claim) ? 'yes' : diagram.open(claim) ? 'undetermined' : 'no';
        const denial = truth === 'yes' ? 'no' : truth === 'no' ? 'yes' : 'undetermined';
        const span = said.has(claimKey(claim)) ? 0 : right - left;
        candidates.push({ claim, truth, span }, { claim: contradictoryOf(claim), truth: denial, span });
      }
    }
  }
  return candidates;
}

/** True when everyday knowledge says the opposite of what the premises settle. */
export function conflicts({ claim, truth }: Candidate, classes: readonly string[]): boolean {
  return truth !== 'undetermined' && isBelieved(claim, classes) !== (truth === 'yes');
}

/**
 * Draws 12 to 15 statements with the three truth values about equally often, each value over as many forms as can
 * be (so that the form alone tells little), wide spans first. With everyday classes, the wanted share of the
 * settled statements conflicts with belief as far as the candidates allow.
 */
export function drawStatements(
  candidates: readonly Candidate[],
  belief: { readonly classes: readonly string[]; readonly share: number } | null,
  random: RandomStream,
): Candidate[] {
  const count = random.int(statementsMin, statementsMax);
  const quotas = truths.map(() => Math.floor(count / truths.length));
  for (const slot of random.sample([0, 1, 2], count % truths.length)) quotas[slot]!++;
  const wanted = random.shuffle(
    truths.flatMap((truth, index) => Array.from({ length: quotas[index]! }, () => truth)),
  );
  const settled = wanted.filter((truth) => truth !== 'undetermined').length;
  let conflicting = belief === null ? 0 : random.round(belief.share * settled);
  const remaining = new Set(candidates);
  const used = new Map<string, number>();
  const drawn: Candidate[] = [];
  for (const truth of wanted) {
    let pool = [...remaining].filter((candidate) => candidate.truth === truth);
    if (belief !== null && truth !== 'undetermined') {
      const wish = conflicting > 0;
      const fitting = pool.filter((candidate) => conflicts(candidate, belief.classes) === wish);
      if (fitting.length > 0) pool = fitting;
      if (wish) conflicting--;
    }
    if (pool.length === 0) continue;
    const chosen = bestOf(pool, used, random);
    remaining.delete(chosen);
    const key = `${truth} ${chosen.claim.form}`;
    used.set(key, (used.get(key) ?? 0) + 1);
    drawn.push(chosen);
  }
  const scarce = truths.some((truth) => drawn.filter((item) => item.truth === truth).length < perTruthMin);
  if (scarce || drawn.length < statementsMin)
    throw new InstanceRejected('too few statements of a truth value');
  return random.shuffle(drawn);
}

/** The widest of a few random contenders, where a form used before counts against a candidate. */
function bestOf(
  pool: readonly Candidate[],
  used: ReadonlyMap<string, number>,
  random: RandomStream,
): Candidate {
  let best: Candidate | null = null;
  let bestWorth = 0;
  for (let draw = 0; draw < contenders; draw++) {
    const candidate = random.pick(pool);
    const repeats = used.get(`${candidate.truth} ${candidate.claim.form}`) ?? 0;
    const worth = (candidate.span === 0 ? -4 : candidate.span) - 2 * repeats;
    if (best === null || worth > bestWorth) [best, bestWorth] = [candidate, worth];
  }
  return best as Candidate;
}
