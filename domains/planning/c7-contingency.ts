import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary } from '../skins.ts';
import { categoryOfShare } from '../task.ts';
import {
  answerSchema,
  type ContingencyAnswer,
  planOf,
  settingOf,
  stepsOf,
  worldOf,
} from './contingency/answer.ts';
import { Beliefs } from './contingency/beliefs.ts';
import { drawNetwork, type NetworkShape } from './contingency/build.ts';
import { canonicalNetwork } from './contingency/canonical.ts';
import { Certificates } from './contingency/certificate.ts';
import { isWhole } from './contingency/checker.ts';
import { outcomeOf } from './contingency/execution.ts';
import { explain } from './contingency/explanation.ts';
import { fixedRouteShare } from './contingency/fixed-route.ts';
import { worldsText } from './contingency/formats.ts';
import { cheapestRoute, firstLanes, plainWorlds, randomPolicy } from './contingency/guesses.ts';
import { type Network, type Policy, worldCount } from './contingency/network.ts';
import { bodyOf, type Wording } from './contingency/wording.ts';

/** `policy` and `optimum` (minutes) are null, and `certificate` is not empty, when no plan is certain to arrive. */
interface ContingencyReference {
  readonly network: Network;
  readonly words: Wording;
  readonly stepsMax: number;
  readonly policy: Policy | null;
  readonly optimum: number | null;
  /** Share of the worlds in which the best plan without an inspection arrives; 0 when there is no plan. */
  readonly blindShare: number;
  readonly certificate: readonly number[];
}

/**
 * The chance that an instance of two or more switches has no plan. With one switch there always is one, since its
 * two settings would prove the contrary to who guesses.
 */
const impossibleShare = 0.13;
/** Chance that a switch can be inspected only too late, where a plan is wanted and where none is. */
const hiddenWhenPossible = 0.1;
const hiddenWhenImpossible = 0.5;
const attempts = 40;

export const contingency: Skill<ContingencyReference, ContingencyAnswer> = {
  id: 'C7',
  title: 'Contingency plans under unknown facts',
  prerequisites: ['C4'],
  parameters: {
    unknowns: {
      min: 1,
      max: 6,
      default: 3,
      unit: 'switches',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of independent facts that are not known at the start: n of them make 2^n worlds.',
    },
    observationCost: {
      min: 1,
      max: 8,
      default: 2,
      unit: 'minutes',
      scale: 'linear',
      monotone: false,
      // Agents try inspections and lanes alike: only a reader has to weigh a dear inspection against a detour.
      kind: 'language',
      does: 'Mean time that an inspection takes; a lane takes 1 to 9 minutes.',
    },
    legs: {
      min: 2,
      max: 5,
      default: 3,
      unit: 'lanes',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Lanes from the start to the goal where no short cut is open.',
    },
    branching: {
      min: 2,
      max: 3.5,
      default: 2.5,
      unit: 'lanes per place',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Mean number of lanes that leave a place.',
    },
    traps: {
      min: 0,
      max: 4,
      default: 1,
      unit: 'traps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Pairs of places that are quick to enter, may offer a way on, and are dead ends in some of the worlds.',
    },
  },
  interactions: [
    ['unknowns', 'legs'],
    ['branching', 'legs'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: "impossible", proved by all switches
  // off and all but the first one off, .042; a random plan or proof .003, routes that inspect nothing .000.
  chance: 0.042,
  answerSchema,

  generate,
  answer: ({ policy, words, certificate }) =>
    policy === null
      ? { impossible: certificate.map((world) => settingOf(world, words)) }
      : { plan: planOf(policy, words) },
  category,
  verify: ({ network, words, stepsMax }, answer) => isWhole(network, words, stepsMax, answer),
  oracle: ({ network, words, stepsMax, optimum }) => ({
    worlds: worldsText(network, words, stepsMax, optimum),
  }),
  solution: ({ network, words, policy, certificate }) => explain(network, words, policy, certificate),
  guess,
  blindAnswers,
};

function generate(parameters: Parameters, random: RandomStream): Instance<ContingencyReference> {
  const { unknowns, observationCost, legs, branching, traps } = parameters;
  const switches = random.round(unknowns!);
  const possible = switches === 1 || !random.chance(impossibleShare);
  const shape: NetworkShape = {
    unknowns: switches,
    inspectionCost: observationCost!,
    legs: random.round(legs!),
    branching: branching!,
    traps: random.round(traps!),
    hidden: possible ? hiddenWhenPossible : hiddenWhenImpossible,
  };
  const found = drawSolved(shape, possible, random);
  const { network } = found;
  const vocabulary = drawVocabulary(random.substream('names'), {
    names: network.places,
    classes: network.facts,
  });
  const words: Wording = {
    who: vocabulary.who,
    place: vocabulary.place,
    preposition: vocabulary.preposition,
    places: vocabulary.names,
    facts: vocabulary.classes.map(({ singular }) => singular),
  };
  const inspectionCosts = network.inspections.reduce((sum, { cost }) => sum + cost, 0);
  return {
    features: {
      unknowns: network.facts,
      observationCost: inspectionCosts / network.inspections.length,
      legs: shape.legs,
      branching: network.lanes.length / (network.places - 1),
      traps: shape.traps,
    },
    skin: vocabulary.skin,
    body: bodyOf(network, words, found.stepsMax),
    answerExample:
      '{"plan": [{"go": "Mona"}, {"inspect": "dial", "on": [{"go": "Otto"}], "off": [{"go": "Mia"}, {"go": "Otto"}]}]}',
    reference: { ...found, words },
    canonical: canonicalNetwork(network),
  };
}

/** Draws until there is a plan, or settings that prove that there is none, as wanted. */
function drawSolved(
  shape: NetworkShape,
  possible: boolean,
  random: RandomStream,
): Omit<ContingencyReference, 'words'> {
  const stepsMax = stepsCap(shape);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const network = drawNetwork(shape, random);
    const solution = possible ? planned(network, stepsMax) : excluded(network);
    if (solution !== null) return { ...solution, network, stepsMax };
  }
  throw new InstanceRejected('no network of this shape has a plan, or lacks one, as wanted');
}

type Solution = Omit<ContingencyReference, 'words' | 'network' | 'stepsMax'>;

/** The best plan; null when there is none, or one needs no inspection, or it leaves too little room for others. */
function planned(network: Network, stepsMax: number): Solution | null {
  const blindShare = fixedRouteShare(network);
  if (blindShare === 1) return null;
  const beliefs = new Beliefs(network);
  const policy = beliefs.policy();
  const steps = beliefs.steps();
  if (policy === null || steps === null || 3 * steps > 2 * stepsMax) return null;
  return { policy, optimum: beliefs.worst(0, network.start), blindShare, certificate: [] };
}

/** Settings that prove that there is no plan; null where there are none, or the first that come to mind do. */
function excluded(network: Network): Solution | null {
  const certificates = new Certificates(network);
  const certificate = certificates.find();
  if (certificate.length === 0 || certificates.holds(...plainWorlds(network))) return null;
  return { policy: null, optimum: null, blindShare: 0, certificate };
}

/**
 * The most steps of a plan, in tens. It rests on the shape alone, so that it does not tell whether there is a plan:
 * a switch to inspect at each crossing doubles the branches, and one and a half times a usual plan fits.
 */
function stepsCap({ unknowns, legs }: NetworkShape): number {
  const usual = 2 ** Math.min(unknowns, legs - 1) * (legs + 3);
  return 10 * Math.ceil((1.5 * usual) / 10);
}

/**
 * Share of the worlds in which the plan arrives, less what the best plan gets that inspects nothing: that much is
 * had without dealing with what is unknown. A plan for what is impossible, or "impossible" without a proof, is 0.
 */
function category(reference: ContingencyReference, answer: ContingencyAnswer): Category {
  const { network, words, stepsMax, optimum, blindShare } = reference;
  if ('impossible' in answer) {
    const worlds = answer.impossible.map((setting) => worldOf(setting, words));
    const [first, second = first] = worlds;
    if (worlds.length > 2 || first == null || second == null) return 0;
    return new Certificates(network).holds(first, second) ? 4 : 0;
  }
  if (optimum === null || stepsOf(answer.plan) > stepsMax) return 0;
  const { share, worst } = outcomeOf(network, words, answer.plan);
  if (share === 1) return worst === optimum ? 4 : 3;
  return categoryOfShare(share, blindShare);
}

function guess({ network, words }: ContingencyReference, random: RandomStream): ContingencyAnswer {
  if (!random.chance(impossibleShare)) return { plan: planOf(randomPolicy(network, random), words) };
  const settings = Array.from({ length: random.int(1, 2) }, () =>
    settingOf(random.int(0, worldCount(network) - 1), words),
  );
  return { impossible: settings };
}

function blindAnswers({ network, words }: ContingencyReference): ContingencyAnswer[] {
  const [allOff, allOn] = plainWorlds(network);
  const impossible = (...worlds: number[]) => ({
    impossible: worlds.map((world) => settingOf(world, words)),
  });
  return [
    { plan: planOf(firstLanes(network), words) },
    { plan: planOf(cheapestRoute(network, null), words) },
    { plan: planOf(cheapestRoute(network, allOff), words) },
    { plan: planOf(cheapestRoute(network, allOn), words) },
    impossible(allOff),
    impossible(allOn),
    impossible(allOff, allOn),
    impossible(allOff, 1),
  ];
}
