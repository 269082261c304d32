import { listed, type Vocabulary } from '../../skins.ts';
import type { Names } from './answer.ts';
import type { Lane, Literal, Network } from './network.ts';

/** The words of a scene: names, and what a place is called and stands to who has it. */
export interface Wording extends Names, Pick<Vocabulary, 'who' | 'place' | 'preposition'> {}

/** `kettle is on` */
export function literalText({ fact, on }: Literal, { facts }: Names): string {
  return `${facts[fact]} is ${on ? 'on' : 'off'}`;
}

export function minutes(count: number): string {
  return `${count} ${count === 1 ? 'minute' : 'minutes'}`;
}

/** Everything the model is told. */
export function bodyOf(network: Network, words: Wording, stepsMax: number): string {
  const { places, facts, place, preposition } = words;
  const goal = `${places[network.goal]}'s ${place}`;
  const one = facts.length === 1;
  return [
    `You are ${preposition} ${places[network.start]}'s ${place} and want to reach ${goal}. Each ${place} below is named after the ${words.who} who has it. Lanes lead from one ${place} to another, one way only. All times are in minutes.`,
    one
      ? `A switch, ${facts[0]}, opens and closes some of the lanes. You do not know whether it is on or off, and it does not change during the trip.`
      : `${facts.length} switches, ${listed(facts)}, open and close some of the lanes. Each is either on or off: you do not know which, every combination is possible, and none changes during the trip.`,
    'A lane marked with a condition is open only under that condition; every other lane is always open. Whoever tries to take a closed lane is stuck there for good. The only way to find out how a switch stands is to inspect it, which takes time and is possible only where the map says so.',
    '',
    'Map:',
    ...places.map((name, index) => `- ${name}: ${siteText(network, index, words)}.`),
    '',
    `Make a plan that is certain to reach ${goal}, however the ${one ? 'switch stands' : 'switches stand'}, and that takes as little time as possible in the worst case (lanes and inspections added up).`,
    `A plan is a list of steps. {"go": "NAME"} takes the lane from where you are to the ${place} of NAME. {"inspect": "SWITCH", "on": [...], "off": [...]} inspects a switch where you are and goes on with the first list of steps if it is on, with the second if it is off; it is the last step of its own list. The trip ends on arrival. Answer {"plan": [...]} with at most ${stepsMax} steps, all lists taken together.`,
    `If no plan is certain to arrive, answer {"impossible": [...]} instead, with one or two settings${one ? '' : ' of all the switches,'} such as ${exampleSetting(facts)}, that prove it: one setting in which no route to ${goal} is open, or two settings such that no single plan arrives in both.`,
  ].join('\n');
}

function exampleSetting(facts: readonly string[]): string {
  return `{${facts.map((fact, index) => `"${fact}": "${index % 2 === 0 ? 'on' : 'off'}"`).join(', ')}}`;
}

function siteText(network: Network, place: number, words: Wording): string {
  const lanes = network.lanes.filter(({ from }) => from === place);
  const sights = network.inspections.filter(({ at }) => at === place);
  return [
    lanes.length === 0
      ? 'no lane leaves'
      : `${lanes.length === 1 ? 'lane' : 'lanes'} ${lanes.map((lane) => laneText(lane, words)).join(', ')}`,
    ...(sights.length === 0
      ? []
      : [`inspect ${sights.map(({ fact, cost }) => `${words.facts[fact]} (${cost})`).join(', ')}`]),
  ].join('; ');
}

function laneText({ to, cost, gate }: Lane, words: Wording): string {
  const condition = gate === null ? '' : `, only if ${literalText(gate, words)}`;
  return `to ${words.places[to]} (${cost}${condition})`;
}
