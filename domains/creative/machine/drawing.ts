import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { drawVocabulary } from '../../skins.ts';
import { type Enumeration, validPrograms } from './enumeration.ts';
import { fingerprintOf, type Invention, type Key, pressed, targetsOf, workingKeys } from './invention.ts';
import { codeOf, effectOf, growing, type Kind, kinds, merging, type Operation } from './operations.ts';
import { impossible, pileNumber, pileOf, stepTable } from './piles.ts';

/** Keys that work, in every machine. */
export const working = 7;
/** Of them at least so many make the pile higher, and so many make one number of two. */
const growingMin = 2;
const mergingMin = 2;
const modulusMin = 7;
const modulusMax = 12;
/** Beginnings of programs that are looked at for one candidate. */
const nodesMax = 15_000;
/** Machines, and targets for them, that an instance is chosen from. */
const candidatesMax = 8;
/** Candidates that have so many times more or fewer than wanted are near enough. */
const nearFactor = 1.3;
/** The shortest valid program is to be at most so many keys shorter than it may be. */
const spareMax = 2;
/** Every key more that it is shorter counts like so much of a factor. */
const factorOfSpare = 0.7;
/** Candidates with so many times more programs than wanted are not counted to the end. */
const programsFactor = 4;

export interface Wanted {
  readonly targets: number;
  readonly broken: number;
  readonly lengthMax: number;
  /** How many of what `measure` counts there should be. */
  readonly count: number;
  /** Random keys that the targets of the first candidate are made by. */
  readonly walk: number;
}

type Candidate = Omit<Invention, 'skin'>;

/**
 * The machine and targets that come nearest to what is wanted by `measure`, of those that it does not give 0, with a
 * shortest program that is not much shorter than a program may be. Targets are what some random keys make of the start
 * piles: the fewer keys, the more valid programs there are.
 */
export function drawInvention(
  wanted: Wanted,
  measure: (candidate: Candidate) => number,
  programsMax: number,
  random: RandomStream,
): Invention {
  const { lengthMax } = wanted;
  let best: Candidate | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  let length = wanted.walk;
  for (let tries = 0; tries < candidatesMax && bestCost > nearFactor; tries++) {
    const candidate = drawCandidate(wanted, length, programsMax, random.substream('candidate', tries));
    if (candidate === null) continue;
    const count = candidate === 'many' ? Number.POSITIVE_INFINITY : measure(candidate);
    if (candidate !== 'many' && count > 0) {
      const cost = costOf(candidate, count, wanted.count);
      if (cost < bestCost) [best, bestCost] = [candidate, cost];
    }
    length = count > wanted.count ? Math.min(lengthMax, length + 1) : Math.max(1, length - 1);
  }
  if (best === null) throw new InstanceRejected('no targets with enough strategies');
  return dressed(best, random.substream('names'));
}

/** At most `nearFactor` for a candidate that will do. */
function costOf({ examples, lengthMax }: Candidate, count: number, wanted: number): number {
  const factor = count > wanted ? count / wanted : wanted / count;
  const shortest = Math.min(...Object.values(examples).map((program) => program.length));
  return Math.max(nearFactor, factor) + factorOfSpare * Math.max(0, lengthMax - spareMax - shortest);
}

/** How many programs a candidate may have to be counted. */
export function programsLimit(count: number): number {
  return Math.ceil(programsFactor * count);
}

function drawCandidate(
  { targets, broken, lengthMax }: Wanted,
  length: number,
  programsMax: number,
  random: RandomStream,
): Candidate | 'many' | null {
  const modulus = random.int(modulusMin, modulusMax);
  const keys = drawKeys(broken, random);
  const usable = workingKeys({ keys });
  const starts = drawStarts(targets, modulus, random);
  if (starts === null) return null;
  const machine = { keys, modulus };
  const ends = drawEnds(machine, usable, starts, length, random);
  if (ends === null) return null;
  const pairs = starts.map((start, index) => ({
    start: pileOf(start, modulus),
    target: pileOf(ends[index]!, modulus),
  }));
  const tables = usable.map((key) => stepTable(keys[key]!, modulus));
  const found = validPrograms(tables, starts, ends, lengthMax, programsMax, nodesMax);
  if (found === 'programs') return 'many';
  if (found === 'nodes') return null;
  const bare = {
    modulus,
    keys,
    pairs,
    lengthMax,
    programs: found.programs,
    pool: {},
    examples: {},
    chance: 0,
  };
  return { ...bare, ...poolIn(bare, usable, found), chance: chanceOf(bare, usable, starts) };
}

/** Keys without names, in the order of the prompt. */
function drawKeys(broken: number, random: RandomStream): Key[] {
  const grow = random.sample(growing, growingMin);
  const merge = random.sample(merging, mergingMin);
  const rest = random.shuffle(kinds.filter((kind) => !grow.includes(kind) && !merge.includes(kind)));
  const chosen = [...grow, ...merge, ...rest].slice(0, working + broken);
  const keys = chosen.map((kind, index) => ({
    ...operationOf(kind, random),
    name: '',
    broken: index >= working,
  }));
  return random.shuffle(keys);
}

function operationOf(kind: Kind, random: RandomStream): Operation {
  const range = effectOf(kind).builtIn;
  return { kind, builtIn: range === undefined ? 0 : random.int(range[0], range[1]) };
}

/** Different piles of two numbers, of which sometimes the upper and sometimes the lower is larger; else null. */
function drawStarts(count: number, modulus: number, random: RandomStream): number[] | null {
  const first = pileNumber([0, 0], modulus);
  const all = Array.from({ length: modulus * modulus }, (_, index) => first + index);
  const starts = random.sample(all, count);
  const signs = starts.map((start) => {
    const [lower, upper] = pileOf(start, modulus);
    return Math.sign(upper! - lower!);
  });
  return signs.includes(1) && signs.includes(-1) ? starts : null;
}

/** What this many random keys make of the piles; null when they make nothing of interest. */
function drawEnds(
  machine: Pick<Invention, 'keys' | 'modulus'>,
  usable: readonly number[],
  starts: readonly number[],
  length: number,
  random: RandomStream,
): readonly number[] | null {
  let piles = starts;
  for (let step = 0; step < length; step++) {
    const ways = usable.map((key) => pressed(machine, piles, key)).filter(([pile]) => pile !== impossible);
    if (ways.length === 0) return null;
    piles = random.pick(ways);
  }
  const same = piles.every((pile, index) => pile === starts[index]);
  return same || new Set(piles).size * 2 <= starts.length ? null : piles;
}

function poolIn(
  { keys, lengthMax }: Pick<Invention, 'keys' | 'lengthMax'>,
  usable: readonly number[],
  { strategies }: Enumeration,
): Pick<Invention, 'pool' | 'examples'> {
  const pool: Record<string, number> = {};
  const examples: Record<string, readonly number[]> = {};
  for (const { byLength, example } of strategies.values()) {
    const program = example.map((position) => usable[position]!);
    const fingerprint = fingerprintOf({ keys }, program);
    pool[fingerprint] = byLength.reduce(
      (sum, count, length) => sum + count * usable.length ** (lengthMax - length),
      0,
    );
    examples[fingerprint] = program;
  }
  return { pool, examples };
}

function chanceOf(bare: Candidate, usable: readonly number[], starts: readonly number[]): number {
  const targets = targetsOf(bare as Invention);
  const shareOf = (piles: readonly number[]) =>
    piles.filter((pile, index) => pile === targets[index]).length / targets.length;
  const once = usable.map((key) => pressed(bare, starts, key));
  const twice = once.flatMap((piles) => usable.map((key) => pressed(bare, piles, key)));
  return Math.max(0, ...[...once, ...twice, starts].map(shareOf).filter((share) => share < 1));
}

/** Plain names in the everyday skin; words of the scene, or made-up ones, in the others. */
function dressed(candidate: Candidate, random: RandomStream): Invention {
  const { skin, classes } = drawVocabulary(random, { classes: candidate.keys.length });
  const keys = candidate.keys.map((key, index) => ({
    ...key,
    name: skin === 'everyday' ? codeOf(key) : classes[index]!.singular,
  }));
  return { ...candidate, skin, keys };
}
