import type { Condition, Process, Step, World } from './world.ts';

/** Numbers that isomorphic worlds share, whatever things and properties are called and in what order they stand. */
export interface Numbering {
  /** For each thing the number of its kind: things with the same levels are of one kind. */
  readonly kinds: readonly number[];
  /** The processes that have a usual tool, in an order of their own. */
  readonly jobs: readonly number[];
}

/** Properties are put in order by all that is said of them, things then by their levels and jobs by their texts. */
export function numberingOf({ things, processes, goals, properties }: World): Numbering {
  const usual = processes.flatMap(({ usual }) => (usual === null ? [] : [usual]));
  const signatures = properties.map((_, property) => {
    const own = (conditions: readonly Condition[]) =>
      conditions.filter((condition) => condition.property === property).map(text);
    const uses = processes.map((process) => {
      const parts = [
        ...own(process.tool),
        '/',
        ...own(process.material),
        '/',
        ...process.changes.filter((change) => change.property === property).map(({ by }) => `${by}`),
      ];
      return `${shapeOf(process)} ${parts.join(' ')}`;
    });
    const levelsOf = (all: typeof things) => all.map(({ levels }) => levels[property]).sort();
    return [own(goals).sort().join(' '), uses.sort().join(';'), levelsOf(things), levelsOf(usual)].join('|');
  });
  const order = [...properties.keys()].sort((left, right) =>
    byText(signatures[left] as string, signatures[right] as string),
  );
  const ranks = properties.map((_, property) => order.indexOf(property));
  const vectors = things.map(({ levels }) => order.map((property) => levels[property]).join(''));
  const known = [...new Set(vectors)].sort();
  const jobs = [...processes.keys()].filter((process) => processes[process]?.usual !== null);
  const texts = processes.map((process) => jobText(process, ranks));
  return {
    kinds: vectors.map((vector) => known.indexOf(vector)),
    jobs: jobs.sort((left, right) => byText(texts[left] as string, texts[right] as string)),
  };
}

/** Which kind of thing is finished, and by which kind each job was last done on it; `-` for a job left out. */
export function strategyOf({ kinds, jobs }: Numbering, finished: number, steps: readonly Step[]): string {
  const tools = jobs.map((job) => {
    const last = steps.findLast(({ process, material }) => process === job && material === finished);
    return last === undefined ? '-' : kinds[last.tool];
  });
  return [kinds[finished], ...tools].join(' ');
}

function text({ sense, level }: Condition): string {
  return `${sense} ${level}`;
}

function shapeOf({ tool, material, changes, usesUp, usual }: Process): string {
  return `${tool.map(text).sort()}/${material.map(text).sort()}/${changes.map(({ by }) => by).sort()}/${usesUp}/${usual !== null}`;
}

function jobText({ tool, material, changes }: Process, ranks: readonly number[]): string {
  const conditions = (all: readonly Condition[]) =>
    all.map((condition) => `${ranks[condition.property]} ${text(condition)}`).sort();
  const effects = changes.map(({ property, by }) => `${ranks[property]} ${by}`).sort();
  return `${conditions(tool)}/${conditions(material)}/${effects}`;
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
