import { isFarFromCommon } from '../recount.ts';
import type { Assembly } from './answers.ts';
import type { Situation } from './situation.ts';
import type { Condition } from './world.ts';

/**
 * The check of an answer from its history: what level a thing has before a step is told from the steps before it, back
 * to the start, and no state is kept. Every step is judged for itself, in any order; shares nothing with the run.
 */
export function isWhole(situation: Situation, { steps }: Assembly): boolean {
  const { things, processes, properties, goals, stepsMax, kinds, jobs, pool } = situation;
  if (steps.length > stepsMax) return false;
  const process = new Map(processes.map((each) => [each.name, each]));
  const start = new Map(things.map(({ name, levels }) => [name, levels]));
  const levels = new Map<string, number>();

  for (let at = steps.length - 1; at >= 0; at--) {
    const { process: name, material, tool } = steps[at] as Assembly['steps'][number];
    const rule = process.get(name);
    if (rule === undefined || !start.has(material) || !start.has(tool) || material === tool) return false;
    if (goneBefore(material, at) || goneBefore(tool, at)) return false;
    if (!rule.tool.every((condition) => holds(tool, at, condition))) return false;
    if (!rule.material.every((condition) => holds(material, at, condition))) return false;
  }
  const end = steps.length;
  const finished = things.findIndex(
    ({ name }) => !goneBefore(name, end) && goals.every((goal) => holds(name, end, goal)),
  );
  if (finished < 0) return false;
  const own = things[finished]?.name;
  const roles = [`${kinds[finished]}`];
  for (const job of jobs) {
    let role = '-';
    for (const step of steps) {
      if (step.process !== processes[job]?.name || step.material !== own) continue;
      role = `${kinds[things.findIndex(({ name }) => name === step.tool)]}`;
    }
    roles.push(role);
  }
  return isFarFromCommon(pool, roles.join(' '));

  function goneBefore(thing: string, at: number): boolean {
    return steps.slice(0, at).some((step) => step.tool === thing && process.get(step.process)?.usesUp);
  }

  /** The level before the step: that before the last step that changed it, and the change. */
  function levelBefore(thing: string, at: number, property: number): number {
    if (at === 0) return start.get(thing)?.[property] as number;
    const key = `${at} ${property} ${thing}`;
    const known = levels.get(key);
    if (known !== undefined) return known;
    const before = levelBefore(thing, at - 1, property);
    const last = steps[at - 1] as Assembly['steps'][number];
    const changes = last.material === thing ? (process.get(last.process)?.changes ?? []) : [];
    const own = changes.filter((change) => change.property === property);
    const level = own.reduce((sum, { by }) => (sum + by < 0 ? 0 : sum + by > 9 ? 9 : sum + by), before);
    levels.set(key, level);
    return level;
  }

  function holds(thing: string, at: number, { property, sense, level }: Condition): boolean {
    if (properties[property] === undefined) return false;
    const own = levelBefore(thing, at, property);
    return sense === 'most' ? !(own > level) : !(own < level);
  }
}
