import type { Example } from '../notebook.ts';
import type { HaulagePrompt, ResourceKey } from './haulage-prompt.ts';

/** Situations are taken up in the order of the steps that they take at least in all. */
export const countSteps = 'count the steps still needed';
/** A parcel is delivered as soon as it can be. */
export const deliverAtOnce = 'deliver at once';

/** Old steps that no way on can have are not thought of any more. */
export const giveUpOldSteps = 'give up old steps';

const countLine = /^Whatever the way, it takes \d+ steps? to handle the /m;
const deliverLine = /; it is delivered at once, since later would cost as many steps\.$/m;
const givenUpLine = /^Old step \d+, .*, can never be taken again: it is given up for good\.$/m;
const watchLine = /^Without the limit on "(\S+)", \d+ steps? would do\. So watch "(\S+)": /gm;

/** Situations that are no better in this resource are dropped, and those in which too little of it is left. */
export function watch(resource: ResourceKey): string {
  return `watch ${resource}`;
}

export const allHaulageTechniques: ReadonlySet<string> = new Set([
  countSteps,
  deliverAtOnce,
  giveUpOldSteps,
  watch('tank'),
  watch('coins'),
  watch('passes'),
]);

/** What the worked solution of a question that `read` can read does. */
export function haulageTechniquesIn(
  { question, solution }: Example,
  read: (prompt: string) => HaulagePrompt | null,
): readonly string[] {
  const task = read(question);
  if (task === null) return [];
  const watched = new Set([...solution.matchAll(watchLine)].map(([, , name]) => name));
  const shown = [
    ...(countLine.test(solution) ? [countSteps] : []),
    ...(deliverLine.test(solution) ? [deliverAtOnce] : []),
    ...(givenUpLine.test(solution) ? [giveUpOldSteps] : []),
    ...[...task.names].flatMap(([resource, name]) => (watched.has(name) ? [watch(resource)] : [])),
  ];
  return shown.filter((technique) => allHaulageTechniques.has(technique));
}
