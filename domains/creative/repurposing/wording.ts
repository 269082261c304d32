import { capitalised, listed, withArticle } from '../../skins.ts';
import { type Change, type Condition, type Levels, levelMax, type Process, type World } from './world.ts';

export const answerExample =
  '{"steps": [{"process": "stamp", "material": "spoon", "tool": "brick"}, {"process": "gild", "material": "vase", "tool": "spoon"}]}';

/** Everything that the model is told, without the answer format. */
export function bodyOf(world: World): string {
  const { properties, things, processes, goals, stepsMax } = world;
  const jobs = processes.filter(({ usual }) => usual !== null);
  const names = jobs.map(({ name }) => name);
  return [
    `There are some things, each with a level of every property, a whole number from 0 to ${levelMax}, and there are processes that change levels. Words mean nothing here beyond what is written below.`,
    '',
    'Things and their levels at the start:',
    ...things.map(({ name, levels }) => `- ${name}: ${levelsText(levels, properties)}`),
    '',
    'Processes:',
    ...processes.map((process) => `- ${processText(process, world)}`),
    '',
    'A step uses one process once, on one material and with one tool; both are things of the list above, and they are two different things. Any thing may be the material or the tool of any process, for as long as it meets what the process says of it, by the levels that it has at that moment. The material gets its new levels, and the tool keeps its own unless it is said to be gone; what is gone can be used no more. ' +
      `A level that would rise above ${levelMax} becomes ${levelMax}, one that would fall below 0 becomes 0.`,
    '',
    names.length === 1
      ? `${capitalised(listed(names))} has a usual tool, but that is not among the things: some other thing must take its place.`
      : `${capitalised(listed(names))} have usual tools, but these are not among the things: other things must take their places.`,
    '',
    'Goal: at the end there is one thing, whichever it is, that meets all of these conditions:',
    ...goals.map((goal) => `- ${conditionText(goal, properties)}`),
    '',
    `An assembly is an ordered list of at most ${stepsMax} steps. It is valid when every step can be taken in its turn and the goal is met at the end. An assembly that is not valid is graded by the share of the conditions that the best thing meets once the steps before the first impossible one have been taken, less the share that the best thing meets at the start.`,
    '',
    `The strategy of a valid assembly is which thing takes which part: the thing that meets the goal (if several do, the one listed first), and for ${listed(names)} the thing that was the tool when the process was last used on that thing. Things with the same levels at the start count as the same thing; how things are prepared, and with what other tools, makes no difference. A valid assembly counts, and it counts fully when its strategy is unusual: when, in a sample of about 200 valid assemblies, at least half follow strategies that are more common there. The sample was drawn at random, and for each part a thing was drawn three times less often for each further step of preparation that it needs.`,
    '',
    'Which assembly reaches the goal with an unusual strategy?',
  ].join('\n');
}

export function levelsText(levels: Levels, properties: readonly string[]): string {
  return levels.map((level, property) => `${properties[property]} ${level}`).join(', ');
}

export function conditionText({ property, sense, level }: Condition, properties: readonly string[]): string {
  return `${properties[property]} at ${sense} ${level}`;
}

export function conditionsText(conditions: readonly Condition[], properties: readonly string[]): string {
  return listed(conditions.map((condition) => conditionText(condition, properties)));
}

function processText({ name, tool, material, changes, usesUp, usual }: Process, world: World): string {
  const { properties } = world;
  const parts = [
    `${name}.`,
    `Tool: ${conditionsText(tool, properties)}${usesUp ? '; it is gone afterwards' : ''}.`,
    material.length === 0 ? 'Material: anything.' : `Material: ${conditionsText(material, properties)}.`,
    `Effect on the material: ${listed(changes.map((change) => changeText(change, properties)))}.`,
  ];
  return usual === null
    ? parts.join(' ')
    : `${parts.join(' ')} The usual tool, missing here, is ${withArticle(usual.name)}: ${levelsText(usual.levels, properties)}.`;
}

function changeText({ property, by }: Change, properties: readonly string[]): string {
  return `${properties[property]} ${by > 0 ? 'rises' : 'falls'} by ${Math.abs(by)}`;
}
