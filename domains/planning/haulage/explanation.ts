import { counted, listed } from '../../skins.ts';
import type { Blockage } from './blockage.ts';
import type { Shortage } from './budget.ts';
import { Run } from './run.ts';
import { bestPlan } from './search.ts';
import { changed, isPastTaking, keptCount, midwayOf, oldPlanOf, type Surprise } from './surprise.ts';
import { changeId, changeText, limitedResources } from './wording.ts';
import { type HaulageWords, stepWords } from './words.ts';
import {
  type Limits,
  parcelStatus,
  type Resource,
  type Situation,
  type Step,
  stepCode,
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

/**
 * A task before the surprise, and the surprise. `steps` is what to go on with at the least total (`best`); without
 * steps, `blockage` says why there is none.
 */
export interface Replanned {
  readonly world: World;
  readonly start: Situation;
  readonly words: HaulageWords;
  readonly surprise: Surprise;
  readonly steps: readonly Step[];
  readonly best: number;
  readonly blockage: Blockage | null;
}

/** Where things stand, what is left of the old plan, and the best way on. */
export function explainReplanning(task: Replanned): string {
  const { world, start, words, surprise, steps, best, blockage } = task;
  const midway = midwayOf(world, start, surprise);
  const after = changed(midway, surprise.changes);
  const old = oldPlanOf(surprise);
  const opening = [
    situationLine(after.world, after.situation, words),
    ...restLines(after.world, after.situation, words, surprise),
    leastLine(after.world, after.situation, words),
  ];
  if (blockage !== null) return [...opening, blockageLine(words, surprise, blockage)].join('\n');
  const kept = keptCount(
    steps.map((step) => stepCode(step, world.places)),
    old.steps.map((step) => stepCode(step, world.places)),
  );
  const left = old.steps.length - kept;
  const penalties =
    old.penalty === 0
      ? ''
      : `, and ${left} of the old ones not kept ${left === 1 ? 'adds' : 'add'} ${left * old.penalty}: ${best} in all`;
  return [
    ...opening,
    ...decidingLine(after.world, after.situation, words, 'tank', fewestSteps(after.world, after.situation)),
    'The best way on, with what is left after each step:',
    ...ledgerLines(after.world, after.situation, after.world.limits, words, steps),
    `These are ${counted(steps.length, 'step')}${penalties}. No way on has a lower total.`,
  ].join('\n');
}

function fewestSteps(world: World, situation: Situation): number {
  return bestPlan(world, situation, world.limits, { least: 'steps' })?.steps.length ?? 0;
}

function situationLine(world: World, { at, fuel, parcels }: Situation, words: HaulageWords): string {
  const where = world.parcels.map(({ from, to }, parcel) => {
    const name = words.parcels[parcel];
    if (parcels[parcel] === parcelStatus.delivered) return `${name} is delivered`;
    const now = parcels[parcel] === parcelStatus.aboard ? 'aboard' : `waiting at ${words.places[from]}`;
    return `${name} is ${now} and has to go to ${words.places[to]}`;
  });
  return `Now the ${words.vehicle} is at ${words.places[at]} with ${counted(fuel, 'unit')} of ${words.fuel}; ${where.join('; ')}.`;
}

/** Which of the old steps could still be taken. */
function restLines(
  world: World,
  situation: Situation,
  words: HaulageWords,
  { plan, executed }: Surprise,
): string[] {
  const run = new Run(world, situation, world.limits);
  return plan.slice(executed).map((step, index) => {
    const verdict = run.take(step)
      ? 'can still be taken'
      : isPastTaking(world, situation, step)
        ? 'can never be taken again: it is given up for good'
        : 'cannot be taken where it stands';
    return `Old step ${executed + index + 1}, ${JSON.stringify(stepWords(step, words))}, ${verdict}.`;
  });
}

function blockageLine(words: HaulageWords, { changes }: Surprise, { change, parcel }: Blockage): string {
  const id = changeId(change);
  const name = words.parcels[parcel] as string;
  return `The goal is out of reach, and ${id} is the reason (${quoted(changeText(changes[change]!, words))}): without it there would be a way, and with it alone there would be none. ${name} could not be delivered even if it were the only ${words.parcel}. So the answer is ${JSON.stringify({ impossible: id, parcel: name })}.`;
}

/** The steps of a plan, numbered, with what is left after each. */
function ledgerLines(
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
function leastLine(world: World, start: Situation, words: HaulageWords): string {
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
  const name = quoted(words.resources[resource]);
  return [
    `Without the limit on ${name}, ${counted(without.steps.length, 'step')} would do. So watch ${name}: a way on which there is too little left for what is still to come is given up at once.`,
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
    `No plan keeps within the limits, and it is ${quoted(name)} that stands in the way: even without the ${others.length === 1 ? 'limit' : 'limits'} on ${listed(others.map((other) => quoted(words.resources[other])))}, ${world.limits[resource]} is too little.`,
    `Trying more and more of it, all else unchanged, ${needed} is the first amount with which there is a plan:`,
    ...(plan === null ? [] : ledgerLines(world, start, enough, words, plan.steps)),
    `So the answer is ${JSON.stringify({ impossible: name, needed })}.`,
  ].join('\n');
}

/** A word of answers, or a sentence of the prompt. */
function quoted(text: string): string {
  return `"${text}"`;
}
