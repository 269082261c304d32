import type { HaulagePrompt, PromptParcel, SurprisePrompt } from './haulage-prompt.ts';

/** The task as it stands after the steps that were carried out, and after these changes, told by their sentences. */
export function afterwards(
  { task, plan, executed }: SurprisePrompt,
  changes: readonly string[],
): HaulagePrompt {
  return changes.reduce(afterChange, plan.slice(0, executed).reduce(afterStep, task));
}

/** False when no way on can have this step: for want of the road, of the pump, or of the parcel for there. */
export function canBeTaken(task: HaulagePrompt, [verb, first = '', second = '']: readonly string[]): boolean {
  const [drive, refuel, load] = task.verbs;
  const [from, to] = [first, second].map((name) => task.places.indexOf(name)) as [number, number];
  if (verb === drive) return task.roads.some(({ ends }) => ends.includes(from) && ends.includes(to));
  if (verb === refuel) return task.prices[from] !== null;
  const parcel = task.parcels.find(({ name }) => name === first);
  if (verb === load) return parcel?.status === 0 && parcel.from === to;
  return parcel !== undefined && parcel.status < 2 && parcel.to === to;
}

/** The step is taken to be possible, as the prompt says that it was carried out. */
function afterStep(task: HaulagePrompt, [verb, ...names]: readonly string[]): HaulagePrompt {
  const [drive, refuel, load] = task.verbs;
  if (verb === refuel) return { ...task, fuel: task.limits.tank };
  if (verb !== drive) {
    const status = verb === load ? 1 : 2;
    return withParcel(task, names[0], (parcel) => ({ ...parcel, status }));
  }
  const [from, to] = names.map((name) => task.places.indexOf(name)) as [number, number];
  const road = task.roads.find(({ ends }) => ends.includes(from) && ends.includes(to));
  return { ...task, at: to, fuel: task.fuel - (road?.fuel ?? 0) };
}

function afterChange(task: HaulagePrompt, said: string): HaulagePrompt {
  const place = (name: string | undefined) => task.places.indexOf(name ?? '');
  const closed = / between (\S+) and (\S+) is closed\.$/.exec(said);
  if (closed !== null) {
    const ends = [place(closed[1]), place(closed[2])];
    const roads = task.roads.filter((road) => !ends.every((end) => road.ends.includes(end)));
    return { ...task, roads };
  }
  const dry = / at (\S+) no longer works\.$/.exec(said);
  if (dry !== null) return { ...task, prices: task.prices.with(place(dry[1]), null) };
  const lost = / has lost (\d+) units? of /.exec(said);
  if (lost !== null) return { ...task, fuel: Math.max(0, task.fuel - Number(lost[1])) };
  const moved = /^(\S+) is now waiting at (\S+)\.$/.exec(said);
  if (moved !== null) return withParcel(task, moved[1], (parcel) => ({ ...parcel, from: place(moved[2]) }));
  const redirected = /^(\S+) now has to go to (\S+)\.$/.exec(said);
  if (redirected === null) return task;
  return withParcel(task, redirected[1], (parcel) => ({ ...parcel, to: place(redirected[2]) }));
}

function withParcel(
  task: HaulagePrompt,
  name: string | undefined,
  change: (parcel: PromptParcel) => PromptParcel,
): HaulagePrompt {
  return {
    ...task,
    parcels: task.parcels.map((parcel) => (parcel.name === name ? change(parcel) : parcel)),
  };
}
