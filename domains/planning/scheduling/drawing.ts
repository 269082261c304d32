import type { RandomStream } from '../../random.ts';
import type { OpenWorkshop } from './workshop.ts';

const durationMin = 2;
const durationMax = 9;
/** Set-up times lie this far around their mean, close enough that no detour by a third kind is shorter. */
const setupSpread = 1 / 3;

/** Sizes of a workshop that are settled before anything else is drawn. */
export interface WorkshopSize {
  readonly jobs: number;
  readonly machines: number;
  readonly precedences: number;
  readonly kinds: number;
  /** Mean set-up time as a share of the mean duration. */
  readonly setup: number;
}

/** A workshop in a random order of its jobs, without names. */
export function drawWorkshop(size: WorkshopSize, random: RandomStream): OpenWorkshop {
  const kinds = random.shuffle(Array.from({ length: size.jobs }, (_, job) => job % size.kinds));
  const jobs = kinds.map((kind) => ({ name: '', duration: random.int(durationMin, durationMax), kind }));
  const order = random.shuffle([...jobs.keys()]);
  const pairs = order.flatMap((before, at) => order.slice(at + 1).map((after) => [before, after] as const));
  const meanDuration = jobs.reduce((sum, { duration }) => sum + duration, 0) / jobs.length;
  return {
    machines: size.machines,
    jobs,
    kinds: [],
    setups: drawSetups(size.kinds, size.setup * meanDuration, random),
    precedences: random.sample(pairs, size.precedences),
  };
}

function drawSetups(kinds: number, mean: number, random: RandomStream): number[][] {
  const setups = Array.from({ length: kinds }, (_, from) =>
    Array.from({ length: kinds }, (_, to) =>
      from === to ? 0 : random.round(mean * (1 - setupSpread + 2 * setupSpread * random.unit())),
    ),
  );
  // Rounding may have made a detour shorter.
  for (let by = 0; by < kinds; by++) {
    for (const [from, row] of setups.entries())
      for (const to of row.keys())
        row[to] = Math.min(row[to] as number, (setups[from]?.[by] as number) + (setups[by]?.[to] as number));
  }
  return setups;
}

/** Mean set-up time between different kinds as a share of the mean duration; 0 where there is one kind. */
export function setupShare({ jobs, setups }: OpenWorkshop): number {
  const changes = setups.flatMap((row, from) => row.filter((_, to) => to !== from));
  if (changes.length === 0) return 0;
  const mean = changes.reduce((sum, hours) => sum + hours, 0) / changes.length;
  return (mean * jobs.length) / jobs.reduce((sum, { duration }) => sum + duration, 0);
}
