import { capitalised, counted, listed, pluralOf, withArticle } from '../../skins.ts';
import type { Change, Surprise } from './surprise.ts';
import { type HaulageWords, stepWords } from './words.ts';
import { parcelStatus, type Resource, type Situation, unlimited, type World } from './world.ts';

export function limitedResources({ limits }: World): Resource[] {
  return (['tank', 'coins', 'load', 'passes'] as const).filter((resource) => limits[resource] < unlimited);
}

/** What is said of the map, the parcels and the vehicle: sections of a heading, lines, and an empty line between. */
export function worldLines(world: World, start: Situation, words: HaulageWords): string[] {
  const { places: at, parcels: names } = words;
  const { limits } = world;
  const [coins, load] = [limits.coins < unlimited, limits.load < unlimited];
  const costs = [
    `${words.fuel} used`,
    ...(coins ? [`toll in ${pluralOf(words.coin)}`] : []),
    ...(limits.passes < unlimited ? [`${pluralOf(words.pass)} needed`] : []),
  ];
  const toll = (count: number) => (count === 0 ? 'no toll' : `toll ${counted(count, words.coin)}`);
  const passes = (count: number) => (count === 0 ? `no ${words.pass}` : counted(count, words.pass));
  return [
    `${capitalPlural(words.road)} (both ways; ${listed(costs)}):`,
    ...world.roads.map(({ ends, fuel, toll: coinsWanted, passes: passesWanted }) => {
      const parts = [
        `${fuel} ${words.fuel}`,
        ...(coins ? [toll(coinsWanted)] : []),
        ...(limits.passes < unlimited ? [passes(passesWanted)] : []),
      ];
      return `- ${at[ends[0]]} - ${at[ends[1]]}: ${parts.join(', ')}`;
    }),
    '',
    `${capitalPlural(words.pump)}:`,
    ...world.prices.flatMap((price, place) => {
      if (price === null) return [];
      return [
        `- ${at[place]}: ${coins ? `filling up costs ${counted(price, words.coin)}` : 'filling up is free'}`,
      ];
    }),
    '',
    `${capitalPlural(words.parcel)}:`,
    ...world.parcels.map(({ from, to, weight }, parcel) => {
      const heavy = load ? `, weight ${weight}` : '';
      switch (start.parcels[parcel]) {
        case parcelStatus.waiting:
          return `- ${names[parcel]}: waiting at ${at[from]}, to go to ${at[to]}${heavy}`;
        case parcelStatus.aboard:
          return `- ${names[parcel]}: aboard, to go to ${at[to]}${heavy}`;
        default:
          return `- ${names[parcel]}: delivered${heavy}`;
      }
    }),
    '',
    `The ${words.vehicle} at the start:`,
    `- It is at ${at[start.at]}.`,
    `- It has ${counted(start.fuel, 'unit')} of ${words.fuel}; its ${words.resources.tank} can hold ${limits.tank}.`,
    ...(coins ? [`- ${words.resources.coins}: ${limits.coins}`] : []),
    ...(load ? [`- ${words.resources.load}: room for a total weight of ${limits.load}`] : []),
    ...(limits.passes < unlimited ? [`- ${words.resources.passes}: ${limits.passes}`] : []),
  ];
}

/** What is to be done, where, and by which steps. */
function errandLines(world: World, start: Situation, words: HaulageWords): string[] {
  const parcels = world.parcels.length === 1 ? withArticle(words.parcel) : pluralOf(words.parcel);
  return [
    `A ${words.vehicle} is to take ${parcels} from one ${words.place} to another.`,
    '',
    ...worldLines(world, start, words),
    '',
    ...stepLines(world, words),
  ];
}

function delivered(world: World, words: HaulageWords): string {
  const parcels =
    world.parcels.length === 1 ? `the ${words.parcel} has` : `all ${pluralOf(words.parcel)} have`;
  return `${parcels} been delivered`;
}

/** Everything the model is told of a task within resources. */
export function budgetBody(world: World, start: Situation, words: HaulageWords): string {
  const resources = limitedResources(world).map((resource) => `"${words.resources[resource]}"`);
  return [
    ...errandLines(world, start, words),
    '',
    `Find a plan of as few steps as possible after which ${delivered(world, words)}. Answer with a JSON array of its steps in order, each written as above.`,
    `If there is no such plan, then exactly one of ${listed(resources)} stands in the way: what there is of it at the start (${limitMeanings(world, words)}) would not do even if the ${resources.length === 2 ? 'other' : 'others'} were without limit. Answer then {"impossible": its name, "needed": the smallest amount of it, in whole numbers, with which there is a plan when all else stays as it is}.`,
  ].join('\n');
}

/** What a change is called in prompts and answers. */
export function changeId(change: number): string {
  return `S${change + 1}`;
}

export function changeText(change: Change, words: HaulageWords): string {
  const place = (at: number) => words.places[at] as string;
  switch (change.kind) {
    case 'closed':
      return `The ${words.road} between ${place(change.ends[0])} and ${place(change.ends[1])} is closed.`;
    case 'dry':
      return `The ${words.pump} at ${place(change.at)} no longer works.`;
    case 'leak':
      return `The ${words.vehicle} has lost ${counted(change.fuel, 'unit')} of ${words.fuel}.`;
    case 'moved':
      return `${words.parcels[change.parcel]} is now waiting at ${place(change.to)}.`;
    case 'redirected':
      return `${words.parcels[change.parcel]} now has to go to ${place(change.to)}.`;
  }
}

/** Everything the model is told of a plan that a surprise has upset. */
export function replanningBody(
  world: World,
  start: Situation,
  { plan, executed, changes, penalty }: Surprise,
  words: HaulageWords,
): string {
  const done =
    executed === 0
      ? `Before its first step was carried out, this happened:`
      : `Steps 1 to ${executed} were carried out. Then this happened:`.replace(
          'Steps 1 to 1 were',
          'Step 1 was',
        );
  return [
    ...errandLines(world, start, words),
    '',
    'The old plan:',
    ...plan.map((step, index) => `${index + 1}. ${JSON.stringify(stepWords(step, words))}`),
    '',
    done,
    ...changes.map((change, index) => `${changeId(index)}. ${changeText(change, words)}`),
    '',
    `Say how to go on from here until ${delivered(world, words)}. Answer with a JSON array of the steps in order, each written as above, without those that were carried out already. Each step counts 1.${penaltyText(plan.length - executed, penalty)} Find the steps with the lowest total.`,
    `If the goal is out of reach, then one of the changes alone is the reason: without it, and with all others, there would be a way, and with it alone there would be none. Exactly one ${words.parcel} could then not be delivered even if it were the only one. Answer then {"impossible": the change, such as "S1", "parcel": that ${words.parcel}}.`,
  ].join('\n');
}

function penaltyText(left: number, penalty: number): string {
  if (penalty === 0) return '';
  return ` For each of the ${counted(left, 'step')} of the old plan not carried out yet that you do not keep, ${penalty} more ${penalty === 1 ? 'is' : 'are'} added. A step is kept when it stands in your answer word for word, and steps that are kept must stand in the order of the old plan; as many as possible are counted as kept.`;
}

/** The steps that there are, each with what it needs and does. */
export function stepLines(world: World, words: HaulageWords): string[] {
  const { limits } = world;
  const { drive, refuel, load, deliver } = words.actions;
  const [coins, room, passes] = [
    limits.coins < unlimited,
    limits.load < unlimited,
    limits.passes < unlimited,
  ];
  const spent = [
    `${words.fuel}`,
    ...(coins ? [pluralOf(words.coin)] : []),
    ...(passes ? [pluralOf(words.pass)] : []),
  ];
  return [
    'Steps:',
    `- ["${drive}", A, B]: the ${words.vehicle}, which must be at A, takes the ${words.road} between A and B to B. This uses up what the list says of ${listed(spent)}, and there must be as much left.`,
    `- ["${refuel}", A]: at the ${words.pump} of A, where the ${words.vehicle} must be, the ${words.resources.tank} is filled to the full${coins ? ', and the price is paid, for which there must be enough left' : ''}.`,
    `- ["${load}", P, A]: the ${words.vehicle}, which must be at A, takes aboard the ${words.parcel} P, which must be waiting at A${room ? '; the weights aboard together may not exceed the room' : ''}.`,
    `- ["${deliver}", P, A]: the ${words.vehicle}, which must be at A, hands over the ${words.parcel} P, which must be aboard and have to go to A. ${room ? 'Its weight is no longer aboard. ' : ''}There is no other way to put ${withArticle(words.parcel)} down.`,
  ];
}

function capitalPlural(noun: string): string {
  return capitalised(pluralOf(noun));
}

/** What a number of each resource counts. */
function limitMeanings(world: World, words: HaulageWords): string {
  const { resources } = words;
  const meanings: Readonly<Record<Resource, string>> = {
    tank: `${resources.tank}: the ${words.fuel} that it can hold`,
    coins: `${resources.coins}: their number`,
    load: `${resources.load}: the total weight that there is room for`,
    passes: `${resources.passes}: their number`,
  };
  return limitedResources(world)
    .map((resource) => meanings[resource])
    .join('; ');
}
