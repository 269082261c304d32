import type { RandomStream } from '../../random.ts';
import type { Plan, Wanted } from './plan.ts';
import { type Levels, levelMax, type Process } from './world.ts';

/** Things that are planned to fit each part. */
const fitting = 3;
/** Share of the levels in which a thing for one part lacks what another asks for. */
const failingShare = 0.75;
/** How far a level is off that is not to be mended: more than side effects of some further steps amount to. */
const hopeless = 4;
/** Share of a decoy's levels that are taken from the usual tool. */
const alikeShare = 0.5;

export interface Cast {
  readonly products: readonly Levels[];
  /** Those that are to be tools and those that are to be nothing. */
  readonly others: readonly Levels[];
  /** The usual tool of each job. */
  readonly usual: readonly Levels[];
}

/** Things for every part, the usual tools that are missing, and decoys that look like them and lack what counts. */
export function drawThings(
  plan: Plan,
  rules: readonly Process[],
  wanted: Wanted,
  random: RandomStream,
): Cast {
  const { jobs, alterable, fixed, fixedOf } = plan;
  const fixedFrom = jobs + alterable.length;
  const count = fixedFrom + fixed.length;
  const templates = fixedOf.map((_, part) => template(part));
  const usual = templates.slice(1).map((levels, job) => usualTool(levels, job));
  const products = group((index) => varied(templates[0] as Levels, 0, index, random.int(1, 3)));
  const tools = usual.flatMap((levels, job) =>
    group((index) => varied(levels, job + 1, index, wanted.distance)),
  );
  const decoys = Array.from({ length: wanted.decoys }, () => decoy(random.pick(usual)));
  return { products, others: [...tools, ...decoys], usual };

  function group(make: (index: number) => Levels): Levels[] {
    return Array.from({ length: fitting }, (_, index) => make(index));
  }

  /** Most that a thing may have at the start: jobs and preparation are not to be spared by luck. */
  function most(property: number): number {
    if (property < jobs) return (plan.gains[property] as number) - 1;
    return property < fixedFrom ? (alterable[property - jobs]?.base as number) : levelMax;
  }

  function template(part: number): number[] {
    return Array.from({ length: count }, (_, property) => {
      if (property >= fixedFrom) return fixedLevel(property - fixedFrom, part);
      if (property < jobs) return random.int(0, most(property));
      const asked = part === 0 || (plan.uses[part]?.[property - jobs] ?? null) !== null;
      return asked ? most(property) : lower(property);
    });
  }

  /** What is made for one part seldom fits another. */
  function fixedLevel(own: number, part: number): number {
    if (own === fixedOf[part]) return fittingLevel(part);
    return fixedOf.includes(own) && random.chance(failingShare) ? failingLevel(own) : random.int(2, 7);
  }

  /** A level that no few changes mend. */
  function failingLevel(own: number): number {
    const { sense, level } = fixed[own] as Plan['fixed'][number];
    return sense === 'least' ? random.int(0, level - hopeless) : random.int(level + hopeless, levelMax);
  }

  /** A level of the part's fixed property that still fits after the planned preparation. */
  function fittingLevel(part: number): number {
    const own = fixedOf[part] as number;
    const { sense, level } = fixed[own] as Plan['fixed'][number];
    let shift = 0;
    for (const [index, uses] of (plan.uses[part] ?? []).entries()) {
      const changes = (rules[jobs + index] as Process).changes;
      for (const { property, by } of changes) if (property === fixedFrom + own) shift += by * (uses ?? 0);
    }
    const spare = random.int(0, 2);
    return sense === 'least'
      ? Math.min(levelMax, level - Math.min(0, shift) + spare)
      : Math.max(0, level - Math.max(0, shift) - spare);
  }

  /** The usual tool needs no preparation. */
  function usualTool(levels: readonly number[], job: number): Levels {
    return levels.map((level, property) => {
      const uses = plan.uses[job + 1]?.[property - jobs] ?? null;
      if (property < jobs || property >= fixedFrom || uses === null) return level;
      const { base, step } = alterable[property - jobs] as Plan['alterable'][number];
      return random.int(base + step * uses, levelMax);
    });
  }

  /**
   * A thing that can take the part; it differs in so many properties, or more if preparation asks for it. The first
   * one needs as much preparation as planned, each other one more, in one property.
   */
  function varied(from: Levels, part: number, index: number, differences: number): Levels {
    const asked = [...alterable.keys()].filter((each) => (plan.uses[part]?.[each] ?? null) !== null);
    const lowered = index === 0 || asked.length === 0 ? -1 : jobs + random.pick(asked);
    const levels = from.map((level, property) => {
      const capped = Math.min(level, most(property));
      return property === lowered ? lower(property) : capped;
    });
    const changeable = [...levels.keys()].filter(
      (property) => levels[property] === from[property] && !asked.includes(property - jobs),
    );
    let missing = differences - levels.filter((level, property) => level !== from[property]).length;
    for (const property of random.shuffle(changeable)) {
      if (missing <= 0) break;
      const level = otherLevel(property, part);
      if (level === from[property]) continue;
      levels[property] = level;
      missing--;
    }
    return levels;
  }

  /** A level from which one or two uses more of a preparing process are needed. */
  function lower(property: number): number {
    const { base, step } = alterable[property - jobs] as Plan['alterable'][number];
    return Math.max(0, base - random.int(1, step + 1));
  }

  function otherLevel(property: number, part: number): number {
    if (property >= fixedFrom) return fixedLevel(property - fixedFrom, part);
    return property < jobs ? random.int(0, most(property)) : lower(property);
  }

  /** Like the usual tool but in what no preparation mends: it fails whatever fixed property a part asks for. */
  function decoy(from: Levels): Levels {
    return from.map((level, property) => {
      const own = property - fixedFrom;
      if (own < 0 || !fixedOf.includes(own))
        return random.chance(alikeShare) ? Math.min(level, most(property)) : random.int(0, most(property));
      return failingLevel(own);
    });
  }
}
