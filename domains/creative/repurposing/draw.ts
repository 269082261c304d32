import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { drawPlan, type Plan, type Wanted } from './plan.ts';
import { drawProcesses, withTools } from './rules.ts';
import { drawThings } from './things.ts';
import { type Change, type Condition, levelMax, type Process, type World } from './world.ts';

/** A world in which nothing has a name yet, and its jobs in the order in which they are to be done. */
export interface Drawn {
  readonly world: Omit<World, 'stepsMax' | 'skin'>;
  readonly jobs: readonly number[];
}

export function drawWorld(wanted: Wanted, random: RandomStream): Drawn {
  const plan = drawPlan(wanted, random);
  const rules = drawProcesses(plan, random);
  const { products, others, usual } = drawThings(plan, rules, wanted, random);
  const goals = drawGoals(plan, rules, products, wanted.goals, random);
  const things = [...products, ...others].map((levels) => ({ name: '', levels }));
  const processes = withTools(rules, things, random).map((process, index): Process => {
    const levels = usual[index];
    return levels === undefined ? process : { ...process, usual: { name: '', levels } };
  });
  const count = plan.jobs + plan.alterable.length + plan.fixed.length;
  return shuffled({ properties: new Array<string>(count).fill(''), things, processes, goals }, plan, random);
}

/** Every job's own property, what makes a finished thing one, and further bounds that all those planned keep. */
function drawGoals(
  plan: Plan,
  rules: readonly Process[],
  products: readonly (readonly number[])[],
  wanted: number,
  random: RandomStream,
): Condition[] {
  const { jobs, gains, alterable, fixedOf } = plan;
  const raised = gains.map((level, property): Condition => ({ property, sense: 'least', level }));
  const ends = products.map((levels) => afterwards(plan, rules, levels));
  const bound = (property: number, sense: 'least' | 'most'): Condition => {
    const own = ends.map((levels) => levels[property] as number);
    return { property, sense, level: sense === 'least' ? Math.min(...own) : Math.max(...own) };
  };
  const fixed = jobs + alterable.length + (fixedOf[0] as number);
  const asked = alterable.flatMap((_, index) => ((plan.uses[0]?.[index] ?? null) === null ? [] : [index]));
  const must = [
    bound(fixed, plan.fixed[fixedOf[0] as number]?.sense ?? 'least'),
    ...asked.map((index) => bound(jobs + index, 'least')),
  ];
  const body = Array.from({ length: alterable.length + plan.fixed.length }, (_, index) => jobs + index);
  const may = random
    .shuffle(body.flatMap((property) => [bound(property, 'least'), bound(property, 'most')]))
    .filter(({ property, sense }) => !must.some((goal) => goal.property === property && goal.sense === sense))
    .filter(says);
  const goals = [...raised, ...must, ...may].slice(0, wanted);
  if (goals.length < wanted || !goals.every(says)) throw new InstanceRejected('too few goals say anything');
  return random.shuffle(goals);
}

function says({ sense, level }: Condition): boolean {
  return sense === 'least' ? level > 0 : level < levelMax;
}

/** Levels once the planned preparation and all jobs are done. */
function afterwards({ jobs, uses, alterable }: Plan, rules: readonly Process[], levels: readonly number[]) {
  const changes: Change[] = rules.slice(0, jobs).flatMap((job) => job.changes);
  for (const [index, count] of (uses[0] ?? []).entries()) {
    const { base, step } = alterable[index] as Plan['alterable'][number];
    const start = levels[jobs + index] as number;
    // A thing that starts lower is raised more often, until it is where one that starts at the base gets.
    const times = count === null ? 0 : Math.ceil((base + step * count - start) / step);
    for (let time = 0; time < times; time++) changes.push(...(rules[jobs + index] as Process).changes);
  }
  const end = [...levels];
  for (const { property, by } of changes) {
    end[property] = Math.min(levelMax, Math.max(0, (end[property] as number) + by));
  }
  return end;
}

/** The same world with properties, things and processes in random order. */
function shuffled(world: Drawn['world'], plan: Plan, random: RandomStream): Drawn {
  const order = random.shuffle([...world.properties.keys()]);
  const place = world.properties.map((_, property) => order.indexOf(property));
  const moved = <Item extends { property: number }>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, property: place[item.property] as number }));
  const reordered = (levels: readonly number[]) => order.map((property) => levels[property] as number);
  const sequence = random.shuffle([...world.processes.keys()]);
  const processes = sequence.map((index) => {
    const process = world.processes[index] as Process;
    return {
      ...process,
      tool: moved(process.tool),
      material: moved(process.material),
      changes: moved(process.changes),
      usual: process.usual && { ...process.usual, levels: reordered(process.usual.levels) },
    };
  });
  const things = random.shuffle(world.things).map((thing) => ({ ...thing, levels: reordered(thing.levels) }));
  return {
    world: { properties: world.properties, things, processes, goals: moved(world.goals) },
    jobs: Array.from({ length: plan.jobs }, (_, job) => sequence.indexOf(job)),
  };
}
