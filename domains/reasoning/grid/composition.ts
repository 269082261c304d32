import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Clue, isIndirect, isRelational } from './clues.ts';
import { type ClueMix, drawClue } from './drawing.ts';
import { Rivals } from './rivals.ts';
import { RivalSearch } from './search.ts';

const failedDrawsMax = 400;
/** Indirect clues rule out little, so that more of them turn out not to be needed: more must be drawn. */
const weaknessOfIndirect = 1.3;
const repairsMax = 8;
/** How far off the mix the clues may stay, as a share of them; at least half a clue. */
const mixTolerance = 0.02;

/**
 * Clues that determine `truth`, none of which can be left out. Each clue is drawn to rule out a rival, a
 * placement that all clues so far allow; when no rival is left the clues are thinned out. Where that leaves them
 * off the mix, a clue of the form that abounds makes way and the drawing goes on.
 */
export function minimalClues(
  truth: readonly number[],
  positions: number,
  mix: ClueMix,
  random: RandomStream,
): readonly Clue[] {
  const search = new RivalSearch(truth, positions);
  const rivals = new Rivals();
  const drawnMix = { ...mix, indirect: mix.indirect * weaknessOfIndirect };
  const drawn = determining([], rivals, search, truth, positions, drawnMix, random);
  let clues = thinned(drawn, rivals, search, mix, random);
  for (let repair = 0; repair < repairsMax; repair++) {
    const excess = excessClues(clues, mix);
    if (excess.length === 0) break;
    const leaving = random.pick(excess);
    const staying = clues.filter((clue) => clue !== leaving);
    search.deny(leaving);
    const determined = determining(staying, rivals, search, truth, positions, mix, random);
    search.remove(leaving);
    clues = thinned(determined, rivals, search, mix, random);
  }
  return clues;
}

/** The clues and as many more as it takes to leave no rival; rivals met on the way are added to `rivals`. */
function determining(
  start: readonly Clue[],
  rivals: Rivals,
  search: RivalSearch,
  truth: readonly number[],
  positions: number,
  mix: ClueMix,
  random: RandomStream,
): readonly Clue[] {
  const clues = [...start];
  for (let rival = search.rival(); rival !== null; rival = search.rival()) {
    rivals.add(rival, null);
    let clue: Clue | null = null;
    for (let failed = 0; clue === null; failed++) {
      if (failed > failedDrawsMax) throw new InstanceRejected('no clue rules the rival out');
      clue = drawClue(clues, mix, truth, positions, random, rival);
    }
    clues.push(clue);
    rivals.meet(clue);
    search.add(clue);
  }
  return clues;
}

/** The clues of a form, indirect or plain, of which there are too many. */
function excessClues(clues: readonly Clue[], mix: ClueMix): readonly Clue[] {
  const excess = surplus(clues, isIndirect, mix.indirect) * clues.length;
  if (Math.abs(excess) <= Math.max(0.5, mixTolerance * clues.length)) return [];
  return clues.filter((clue) => isIndirect(clue) === excess > 0);
}

/** True clues beyond the minimal ones, each different from those there are. */
export function redundantClues(
  clues: readonly Clue[],
  count: number,
  truth: readonly number[],
  positions: number,
  mix: ClueMix,
  random: RandomStream,
): readonly Clue[] {
  if (count === 0) return [];
  const all = [...clues];
  const seen = new Set(clues.map((clue) => clueKey(clue)));
  let failedDraws = 0;
  while (all.length < clues.length + count) {
    const clue = drawClue(all, mix, truth, positions, random, null);
    if (clue !== null && !seen.has(clueKey(clue))) {
      seen.add(clueKey(clue));
      all.push(clue);
    } else if (++failedDraws > failedDrawsMax) throw new InstanceRejected('too few different true clues');
  }
  return all.slice(clues.length);
}

/** Kinds of two items that say the same with their items exchanged. */
export const symmetricKinds: ReadonlySet<string> = new Set([
  'same',
  'different',
  'neighbour',
  'distance',
  'notNeighbour',
]);

/** Equal for clues that say the same in the same way. */
function clueKey({ kind, items, numbers }: Clue): string {
  // In kinds of three items the second and the third can change places.
  const ordered = symmetricKinds.has(kind)
    ? items.toSorted(byNumber)
    : [...items.slice(0, 1), ...items.slice(1).sort(byNumber)];
  return `${kind}(${ordered.join(',')};${numbers.join(',')})`;
}

function byNumber(left: number, right: number): number {
  return left - right;
}

/**
 * Leaves out every clue that the others imply, trying first the kinds that the mix has too many of. A rival
 * that breaks one remaining clue only proves that clue needed, and saves a search.
 */
function thinned(
  clues: readonly Clue[],
  rivals: Rivals,
  search: RivalSearch,
  mix: ClueMix,
  random: RandomStream,
): readonly Clue[] {
  let kept = clues;
  const breakers = rivals.breakersAmong(clues);
  const untried = new Set(random.shuffle(clues));
  while (untried.size > 0) {
    const clue = mostSurplus(untried, kept, mix);
    untried.delete(clue);
    const ruledOut = rivals.ruledOutBy(clue);
    if (ruledOut.some((number) => breakers[number] === 1)) continue;
    search.deny(clue);
    const rival = search.rival();
    if (rival !== null) {
      rivals.add(rival, clue);
      search.affirm(clue);
      continue;
    }
    search.remove(clue);
    kept = kept.filter((other) => other !== clue);
    for (const number of ruledOut) breakers[number] = (breakers[number] as number) - 1;
  }
  return kept;
}

function mostSurplus(candidates: ReadonlySet<Clue>, kept: readonly Clue[], mix: ClueMix): Clue {
  const relational = surplus(kept, isRelational, mix.relational);
  const indirect = surplus(kept, isIndirect, mix.indirect);
  let best: Clue | null = null;
  let bestScore = 0;
  for (const clue of candidates) {
    const score = (isRelational(clue) ? relational : -relational) + (isIndirect(clue) ? indirect : -indirect);
    if (best === null || score > bestScore) {
      best = clue;
      bestScore = score;
    }
  }
  return best as Clue;
}

function surplus(clues: readonly Clue[], counts: (clue: Clue) => boolean, share: number): number {
  let have = 0;
  for (const clue of clues) if (counts(clue)) have++;
  return have / clues.length - share;
}
