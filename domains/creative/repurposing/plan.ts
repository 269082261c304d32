import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';

/** What a world is asked to be like, in whole numbers. */
export interface Wanted {
  readonly steps: number;
  readonly goals: number;
  /** Properties in which a tool that fits differs from the usual one. */
  readonly distance: number;
  readonly decoys: number;
}

/**
 * The bones of a world. Properties come in this order: of each job the one that it alone raises; those that preparing
 * processes raise; those that hardly change. A part is what some thing must be: part 0 is the finished thing, part
 * i + 1 the tool of job i.
 */
export interface Plan {
  readonly jobs: number;
  /** What each job raises its property by, which is also the level that the goals ask for. */
  readonly gains: readonly number[];
  readonly alterable: readonly Alterable[];
  readonly fixed: readonly Fixed[];
  /** For each part, how often each alterable property must be raised; null where the part does not ask for it. */
  readonly uses: readonly (readonly (number | null)[])[];
  /** For each part, which of the fixed properties it asks for; each has its own. */
  readonly fixedOf: readonly number[];
}

interface Alterable {
  /** No thing has more at the start. */
  readonly base: number;
  /** What one use of a preparing process adds. */
  readonly step: number;
}

interface Fixed {
  readonly sense: 'least' | 'most';
  readonly level: number;
}

const usesMax = 4;
/** From so many steps there are two jobs, where there are goals enough. */
const twoJobs = 3;

/** Deals the steps out to jobs and to raising properties of the parts. */
export function drawPlan({ steps, goals, distance }: Wanted, random: RandomStream): Plan {
  const jobs = Math.min(steps < twoJobs ? 1 : 2, goals - 1);
  const alterations = steps - jobs;
  const alterables = alterations === 0 ? 1 : alterations < 4 ? 2 : 3;
  const fixedCount = Math.max(
    jobs + 1,
    Math.ceil((goals - jobs) / 2) + 1 - alterables,
    distance + 1 - jobs - alterables,
  );
  const uses = dealt(jobs, alterations, alterables, goals - jobs - 1, random);
  const alterable = Array.from({ length: alterables }, (_, property): Alterable => {
    const most = Math.max(...uses.map((counts) => counts[property] ?? 0));
    const base = random.int(1, 3);
    const stepMax = Math.min(3, most === 0 ? 3 : Math.floor((9 - base) / most));
    return { base, step: random.int(1, stepMax) };
  });
  const fixed = Array.from({ length: fixedCount }, (): Fixed => {
    const sense = random.pick(['least', 'most'] as const);
    return { sense, level: random.int(4, 5) };
  });
  return {
    jobs,
    gains: Array.from({ length: jobs }, () => random.int(3, 5)),
    alterable,
    fixed,
    uses,
    fixedOf: [...uses.keys()],
  };
}

/** The finished thing may ask for `productMax` alterable properties, so that there are goals left that say so. */
function dealt(
  jobs: number,
  alterations: number,
  alterables: number,
  productMax: number,
  random: RandomStream,
): (number | null)[][] {
  const uses = Array.from({ length: jobs + 1 }, () => new Array<number | null>(alterables).fill(null));
  for (const counts of uses.slice(productMax > 0 ? 0 : 1)) counts[random.int(0, alterables - 1)] = 0;
  for (let left = alterations; left > 0; left--) {
    const open = uses.flatMap((counts, part) =>
      [...counts.keys()].flatMap((property) => {
        const known = counts[property] ?? null;
        const asked = counts.filter((count) => count !== null).length;
        const full = part === 0 && known === null && asked >= productMax;
        return full || (known ?? 0) >= usesMax ? [] : [[part, property] as const];
      }),
    );
    if (open.length === 0) throw new InstanceRejected('no room for so many steps');
    const [part, property] = random.pick(open);
    const counts = uses[part] as (number | null)[];
    counts[property] = (counts[property] ?? 0) + 1;
  }
  return uses;
}
