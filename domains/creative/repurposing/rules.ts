import type { RandomStream } from '../../random.ts';
import type { Plan } from './plan.ts';
import { type Change, type Condition, meetsAll, type Process, type Thing } from './world.ts';

const sideShare = 0.5;
/** Share of the properties that a second process raises as well. */
const secondShare = 0.5;
const usesUpShare = 0.6;
const triesMax = 30;

/**
 * The jobs, one preparing process for each alterable property in order, and some second ones. Which tools preparing
 * processes take is left open until there are things.
 */
export function drawProcesses(plan: Plan, random: RandomStream): Process[] {
  const { jobs, gains, alterable, fixed } = plan;
  const fixedFrom = jobs + alterable.length;
  const side = (): Change[] =>
    random.chance(sideShare)
      ? [{ property: fixedFrom + random.int(0, fixed.length - 1), by: random.pick([-1, 1]) }]
      : [];
  const job = (_: number, index: number): Process => ({
    name: '',
    tool: random.shuffle(toolConditions(plan, index)),
    // Jobs build on one another, so that they have an order.
    material: index === 0 ? [] : [{ property: index - 1, sense: 'least', level: gains[index - 1] as number }],
    changes: [{ property: index, by: gains[index] as number }, ...side()],
    usesUp: false,
    usual: null,
  });
  const preparing = (property: number, usesUp: boolean): Process => ({
    name: '',
    tool: [],
    material: [],
    changes: [{ property: jobs + property, by: alterable[property]?.step as number }, ...side()],
    usesUp,
    usual: null,
  });
  const seconds = [...alterable.keys()].filter(() => random.chance(secondShare));
  return [
    ...gains.map(job),
    ...alterable.map((_, property) => preparing(property, false)),
    ...seconds.map((property) => preparing(property, random.chance(usesUpShare))),
  ];
}

/** What the tool of a job must be like: one fixed property and one alterable or more. */
function toolConditions({ jobs, alterable, fixed, uses, fixedOf }: Plan, job: number): Condition[] {
  const own = fixedOf[job + 1] as number;
  const raised = (uses[job + 1] ?? []).flatMap((count, index): Condition[] => {
    if (count === null) return [];
    const { base, step } = alterable[index] as Plan['alterable'][number];
    return [{ property: jobs + index, sense: 'least', level: base + step * count }];
  });
  const { sense, level } = fixed[own] as Plan['fixed'][number];
  return [{ property: jobs + alterable.length + own, sense, level }, ...raised];
}

/** Gives each preparing process a condition on its tool that a few things meet, more of them where it is used up. */
export function withTools(
  processes: readonly Process[],
  things: readonly Thing[],
  random: RandomStream,
): Process[] {
  return processes.map((process) => {
    if (process.tool.length > 0) return process;
    const [least, most] = process.usesUp ? [4, 6] : [2, 4];
    let tool: Condition[] = [];
    let nearest = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < triesMax && nearest > 0; tries++) {
      const property = random.int(0, (things[0]?.levels.length ?? 1) - 1);
      const sense = random.pick(['least', 'most'] as const);
      const level = random.pick(things).levels[property] as number;
      const drawn: Condition[] = [{ property, sense, level }];
      const count = things.filter(({ levels }) => meetsAll(levels, drawn)).length;
      const off = count < least ? 2 * (least - count) : Math.max(0, count - most);
      if (off < nearest) [tool, nearest] = [drawn, off];
    }
    return { ...process, tool };
  });
}
