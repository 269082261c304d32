import { listed } from '../../skins.ts';
import { run, startOf, take } from './run.ts';
import type { Situation } from './situation.ts';
import { conditionsText } from './wording.ts';
import { meets, type Process, type Step } from './world.ts';

/** How the reference goes, step by step, what took which part, and how rare that is. */
export function explain(situation: Situation): string {
  const { properties, things, processes, goals, steps, pool, strategy } = situation;
  const { finished } = run(situation, steps);
  const name = (thing: number) => things[thing]?.name ?? '';
  const jobs = steps.filter(
    ({ process, material }) => processes[process]?.usual !== null && material === finished,
  );
  const size = Object.values(pool).reduce((sum, count) => sum + count, 0);
  const own = pool[strategy] as number;
  const commoner = Object.values(pool).filter((count) => count > own);
  return [
    `Which process raises what is missing? The goal needs ${conditionsText(goals, properties)}. No thing meets all of that at the start; ${listed(jobs.map(({ process }) => processes[process]?.name ?? ''))} must be done on the thing that is to meet it${jobs.length > 1 ? ', in this order' : ''}.`,
    `The parts, with what each thing lacks for its own at the start:`,
    `- finished thing: ${name(finished)}`,
    ...jobs.map(({ process, tool }) => {
      const rule = processes[process] as Process;
      const levels = things[tool]?.levels ?? [];
      const lacking = rule.tool.filter((condition) => !meets(levels, condition));
      const lack =
        lacking.length === 0 ? 'it lacks nothing' : `it lacks ${conditionsText(lacking, properties)}`;
      return `- tool of ${rule.name}, which asks for ${conditionsText(rule.tool, properties)}: ${name(tool)} (${lack})`;
    }),
    'Each step sees to a condition that does not hold yet, with a tool that meets what the process asks for:',
    ...told(situation),
    `So ${name(finished)} meets the goal. In the sample of ${size} valid assemblies ${own} ${own === 1 ? 'follows' : 'follow'} this strategy and ${commoner.reduce((sum, count) => sum + count, 0)} follow ${commoner.length === 1 ? 'one that is' : `one of ${commoner.length} that are`} more common: it is unusual. The more preparation the things of a strategy need beyond the least, the rarer it is.`,
  ].join('\n');
}

/** Every step with the levels that it changes. */
function told({ properties, things, processes, steps, ...rest }: Situation): string[] {
  const world = { ...rest, properties, things, processes };
  const state = startOf(world);
  return steps.map((step: Step, index) => {
    const before = state[step.material] ?? [];
    take(world, state, step);
    const after = state[step.material] ?? [];
    const rule = processes[step.process] as Process;
    const effects = rule.changes.map(
      ({ property }) => `${properties[property]} ${before[property]} becomes ${after[property]}`,
    );
    return `${index + 1}. ${rule.name} ${things[step.material]?.name} with ${things[step.tool]?.name}: ${listed(effects)}.${rule.usesUp ? ` ${things[step.tool]?.name} is gone.` : ''}`;
  });
}
