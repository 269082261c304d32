import type { Shortage } from './budget.ts';
import { Run } from './run.ts';
import { bestPlan } from './search.ts';
import { counted, limitedResources, listed } from './wording.ts';
import { type HaulageWords, stepWords } from './words.ts';
import {
  type Limits,
  parcelStatus,
  type Resource,
  type Situation,
  type Step,
  unlimited,
  type World,
} from './world.ts';

interface Solved {
  readonly world: World;
  readonly start: Situation;
  readonly words: HaulageWords;
  readonly steps: readonly Step[];
  readonly shortage: Shortage | null;
}

/** How the plan is found, what makes it longer than it would be, and what is left after each step. */
export function explainBudget({ world, start, words, steps, shortage }: Solved): string {
  if (shortage !== null) return explainShortage(world, start, words, shortage);
  return [
    leastLine(world, start, words),
    ...limitedResources(world).flatMap((resource) =>
      decidingLine(world, start, words, resource, steps.length),
    ),
    'The plan, with what is left after each step:',
    ...ledgerLines(world, start, world.limits, words, steps),
    `These are ${counted(steps.length, 'step')}, and fewer do not suffice within the limits.`,
  ].join('\n');
}

/** The steps of a plan, numbered, with what is left after each. */
export function ledgerLines(
  world: World,
  start: Situation,
  limits: Limits,
  words: HaulageWords,
  steps: readonly Step[],
): string[] {
  const run = new Run(world, start, limits);
  return steps.map((step, index) => {
    run.take(step);
    const left = [
      `${words.fuel} ${run.situation().fuel}`,
      ...(limits.coins < unlimited ? [`${words.resources.coins} ${run.coins}`] : []),
      ...(limits.passes < unlimited ? [`${words.resources.passes} ${run.passes}`] : []),
      ...(limits.load < unlimited ? [`room ${run.room}`] : []),
    ];
    const why =
      step.kind === 'deliver' ? '; it is delivered at once, since later would cost as many steps' : '';
    return `${index + 1}. ${JSON.stringify(stepWords(step, words))}: ${left.join(', ')}${why}.`;
  });
}

/** The steps that no plan can do without. */
export function leastLine(world: World, start: Situation, words: HaulageWords): string {
  const wanted = new Set<number>();
  let handling = 0;
  for (const [parcel, { from, to }] of world.parcels.entries()) {
    const status = start.parcels[parcel] as number;
    handling += parcelStatus.delivered - status;
    if (status !== parcelStatus.delivered) wanted.add(to);
    if (status === parcelStatus.waiting) wanted.add(from);
  }
  wanted.delete(start.at);
  const drives = [...wanted].sort((a, b) => a - b).map((place) => words.places[place] as string);
  const visits =
    drives.length === 0 ? '' : ` and ${counted(drives.length, 'step')} to enter ${listed(drives)}`;
  return `Whatever the way, it takes ${counted(handling, 'step')} to handle the ${counted(world.parcels.length, words.parcel).replace(/^\d+ /, '')}${visits}: at least ${counted(handling + drives.length, 'step')}.`;
}

function decidingLine(
  world: World,
  start: Situation,
  words: HaulageWords,
  resource: Resource,
  count: number,
): string[] {
  const without = bestPlan(world, start, { ...world.limits, [resource]: unlimited }, { least: 'steps' });
  if (without === null || without.steps.length === count) return [];
  return [
    `Without the limit on ${words.resources[resource]}, ${counted(without.steps.length, 'step')} would do. So watch ${words.resources[resource]}: a way on which there is too little left for what is still to come is given up at once.`,
  ];
}

function explainShortage(
  world: World,
  start: Situation,
  words: HaulageWords,
  { resource, needed }: Shortage,
): string {
  const name = words.resources[resource];
  const others = limitedResources(world).filter((other) => other !== resource);
  const enough = { ...world.limits, [resource]: needed };
  const plan = bestPlan(world, start, enough, { least: resource === 'coins' ? 'coins' : 'steps' });
  return [
    leastLine(world, start, words),
    `No plan keeps within the limits, and it is ${name} that stands in the way: even without the limits on ${listed(others.map((other) => words.resources[other]))}, ${world.limits[resource]} is too little.`,
    `Trying more and more of it, all else unchanged, ${needed} is the first amount with which there is a plan:`,
    ...(plan === null ? [] : ledgerLines(world, start, enough, words, plan.steps)),
    `So the answer is ${JSON.stringify({ impossible: name, needed })}.`,
  ].join('\n');
}
