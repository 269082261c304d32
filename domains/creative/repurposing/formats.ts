import type { Situation } from './situation.ts';
import { type Condition, type Levels, levelMax } from './world.ts';

/**
 * The whole task as JSON: `things` with levels by property, `processes` with conditions on tool and material as
 * [property, "least" or "most", level] and changes as [property, by], `goals`, `stepsMax`, and `strategies`, a list of
 * {product, tools, count}: the thing that is finished and the tool of each job of `jobs`, each told by a thing of its
 * kind, and how many assemblies of the sample follow that. An answer is unusual when at least half of the sample follows
 * strategies of a higher count than its own, which is 0 for one that is not listed.
 */
export function constraintSet(situation: Situation): string {
  const { properties, things, processes, goals, stepsMax, kinds, jobs, pool, startShare } = situation;
  const named = (levels: Levels) =>
    Object.fromEntries(levels.map((level, index) => [properties[index], level]));
  const stated = (conditions: readonly Condition[]) =>
    conditions.map(({ property, sense, level }) => [properties[property], sense, level]);
  const example = (kind: string) =>
    kind === '-' ? null : (things[kinds.indexOf(Number(kind))]?.name ?? null);
  return JSON.stringify({
    levelMax,
    things: things.map(({ name, levels }) => ({ name, levels: named(levels) })),
    processes: processes.map(({ name, tool, material, changes, usesUp, usual }) => ({
      name,
      tool: stated(tool),
      material: stated(material),
      changes: changes.map(({ property, by }) => [properties[property], by]),
      toolIsGone: usesUp,
      usualTool: usual && { name: usual.name, levels: named(usual.levels) },
    })),
    goals: stated(goals),
    stepsMax,
    shareAtStart: startShare,
    jobs: jobs.map((job) => processes[job]?.name),
    strategies: Object.entries(pool).map(([strategy, count]) => {
      const [product, ...tools] = strategy.split(' ').map(example);
      return { product, tools, count };
    }),
  });
}
