import type { Solver } from '../solver.ts';
import { overloadBySearch, recognisedOverload } from './schedule-overload.ts';
import { readSchedulePrompt, type SchedulePrompt } from './schedule-prompt.ts';
import { type Place, searchSchedule } from './schedule-search.ts';
import { allTechniques, scheduleTechniquesIn } from './schedule-techniques.ts';

/** Places jobs on machines so that all are in time and the last ends early, or says which of them cannot be. */
export const schedules: Solver = {
  reads: (prompt) => readSchedulePrompt(prompt) !== null,
  techniquesIn: scheduleTechniquesIn,
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readSchedulePrompt(prompt);
    if (task === null) return { schedule: {} };
    const known = strategy === 'guided' ? allTechniques : techniques;
    const names = (jobs: readonly number[]) => jobs.map((job) => task.jobs[job]?.name as string);
    const recognised = recognisedOverload(task, budget, known);
    if (recognised !== null) return { impossible: names(recognised) };
    const { places, whole, finished } = searchSchedule(task, budget, known);
    const overload = finished && !whole ? overloadBySearch(task, budget) : null;
    return overload === null ? { schedule: filled(task, places) } : { impossible: names(overload) };
  },
};

/** The schedule with the jobs that have no place yet at its end, one after another on the first machine. */
function filled({ jobs }: SchedulePrompt, places: readonly (Place | null)[]): Record<string, Place> {
  let hour = 0;
  for (const [job, place] of places.entries())
    if (place !== null) hour = Math.max(hour, place.start + (jobs[job]?.duration as number));
  return Object.fromEntries(
    jobs.map(({ name, duration }, job) => {
      const place = places[job] ?? null;
      if (place !== null) return [name, { start: place.start, machine: place.machine + 1 }];
      const start = hour;
      hour += duration;
      return [name, { start, machine: 1 }];
    }),
  );
}
