import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { poolOf, poolSize, type ReferencePool } from '../novelty.ts';
import { type Condition, isBanned, profileOf } from './conditions.ts';
import { drawBan, drawConditions, drawSet, setsOf } from './drawing.ts';
import { distancesOf, drawLexicon, type Lexicon, unlikenessOf } from './lexicon.ts';
import { climb, type Found, sampleValid } from './search.ts';

/** What is asked for and the truth; plain JSON. */
export interface Situation {
  readonly lexicon: Lexicon;
  readonly size: number;
  /** A ban, if there is one, is the first. */
  readonly conditions: readonly Condition[];
  /** The unlikeness from which on a valid set counts fully. */
  readonly target: number;
  /** Random valid sets, by their unlikeness. */
  readonly pool: ReferencePool;
  /** A valid set that reaches the target, and an ordinary one that does not. */
  readonly best: readonly number[];
  readonly ordinary: readonly number[];
  /** The share of the conditions that hardly a random set exceeds. */
  readonly chance: number;
}

export interface Wanted {
  readonly constraints: number;
  readonly setSize: number;
  readonly banned: number;
  readonly lexicon: number;
  readonly unlikeness: number;
}

const randomSetsDrawn = 200;
/** More random sets than this must not be valid. */
const validByLuckMax = 4;
/** What a random set exceeds in so many of the draws only is left to chance. */
const exceededMax = 10;
const idleExchangesMax = 600;
const poolMin = 12;
/** Share of the pool that is less unlike than any target. */
const mostOfPool = 0.75;
const climbs = 6;
/** Exchanges of a climb, per word of the set. */
const exchangesPerWord = 15;

export interface Drawn {
  readonly situation: Situation;
  readonly skin: string;
  readonly bannedShare: number;
  /** How far the target is on the way from the lowest that could be asked for to the highest that was found. */
  readonly height: number;
}

export function drawSituation(wanted: Wanted, random: RandomStream): Drawn {
  const { lexicon, skin } = drawLexicon(wanted.lexicon, random);
  const profile = profileOf(lexicon);
  const banned = drawBan(lexicon, profile, wanted.banned, random);
  const allowed = [...lexicon.words.keys()].filter((word) => !isBanned(profile, banned, word));
  const size = wanted.setSize;
  const randomSets = Array.from({ length: randomSetsDrawn }, () => drawSet(allowed, size, random));
  const planted = drawSet(allowed, size, random);
  const { conditions: drawn, met } = drawConditions(
    lexicon,
    profile,
    wanted.constraints,
    planted,
    randomSets,
    setsOf(allowed.length, size),
    random,
  );
  const ban: Condition[] =
    banned.length === 0 ? [] : [{ kind: 'banned', classes: banned, least: 0, most: 0 }];
  const conditions = [...ban, ...random.shuffle(drawn)];
  const chance = chanceOf(met, drawn.length, ban.length);
  const distances = distancesOf(lexicon);
  const space = { profile, conditions: drawn, allowed, size, distances };
  const found = sampleValid(space, poolSize, idleExchangesMax, random).sort(
    (left, right) => left.unlikeness - right.unlikeness,
  );
  if (found.length < poolMin) throw new InstanceRejected('too few sets are valid');
  const best = climb(space, found.slice(-climbs), exchangesPerWord * size, random);
  const lowest = lowestTarget(found);
  if (lowest > best.unlikeness) throw new InstanceRejected('no valid set is unlike');
  const target = random.round(lowest + wanted.unlikeness * (best.unlikeness - lowest));
  const ordinary = found[found.length >> 1] as Found;
  return {
    situation: {
      lexicon: {
        ...lexicon,
        ties: drawn.some(({ kind }) => kind === 'tied') ? lexicon.ties : [],
      },
      size,
      conditions,
      target,
      pool: poolOf(found.map(({ unlikeness }) => `${unlikeness}`)),
      best: best.set,
      ordinary: ordinary.set,
      chance,
    },
    skin,
    bannedShare: 1 - allowed.length / lexicon.words.length,
    height: best.unlikeness === lowest ? 1 : (target - lowest) / (best.unlikeness - lowest),
  };
}

/** The least unlikeness that most of the pool, which comes in rising order, falls short of. */
function lowestTarget(found: readonly Found[]): number {
  const rank = Math.ceil(mostOfPool * found.length) - 1;
  return (found[rank] as Found).unlikeness + 1;
}

/**
 * The share of the conditions that few of the random sets exceed, which all keep the ban. Rejects where too many of
 * them are valid.
 */
function chanceOf(met: readonly number[], count: number, bans: number): number {
  const falling = met.toSorted((left, right) => right - left);
  const partly = falling.filter((number) => number < count);
  if (met.length - partly.length > validByLuckMax)
    throw new InstanceRejected('too many random sets are valid');
  return ((partly[exceededMax] ?? 0) + bans) / (count + bans);
}

export function unlikeness({ lexicon }: Situation, set: readonly number[]): number {
  return unlikenessOf(set, distancesOf(lexicon), lexicon.words.length);
}
