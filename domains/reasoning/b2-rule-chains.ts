import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { BackwardProver } from './rules/backward.ts';
import { buildRules, shareMax } from './rules/build.ts';
import { canonicalRules } from './rules/canonical.ts';
import { explain } from './rules/explanation.ts';
import { checkSteps } from './rules/forward.ts';
import { type RuleSystem, ruleId } from './rules/logic.ts';
import { constraintsOf, programOf } from './rules/program.ts';
import { type AtomName, bodyOf, drawAtomNames } from './rules/wording.ts';

/** `proof` holds rule indices; an atom's number indexes `names`. */
interface RuleChainReference {
  readonly system: RuleSystem;
  readonly goal: number;
  readonly proof: readonly number[];
  readonly names: readonly AtomName[];
}

/** Rule ids in the order of their use. */
type RuleChainAnswer = string[];

/** Share of valid needed steps up to which an answer earns nothing: lists made blindly come near it by luck. */
const blindShare = 0.25;

export const ruleChains: Skill<RuleChainReference, RuleChainAnswer> = {
  id: 'B2',
  title: 'Rule chains with negation',
  prerequisites: ['B1'],
  parameters: {
    depth: {
      min: 2,
      max: 16,
      default: 4,
      unit: 'rules',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Rules that build on one another on the longest path of the shortest proof.',
    },
    branching: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'rules per conclusion',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Mean number of rules that conclude an atom on that path; all but one are dead ends or detours.',
    },
    deadEnds: {
      min: 1,
      max: 5,
      default: 2,
      unit: 'rules',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Rules through which a dead end can be followed before it is seen to lead nowhere.',
    },
    distractors: {
      min: 0,
      max: shareMax.distractors,
      default: 0.2,
      unit: 'share of rules',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the rules that conclude what nothing on the way to the goal wants.',
    },
    negation: {
      min: 0,
      max: shareMax.negation,
      default: 0.2,
      unit: 'share of rules',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Share of the rules with a condition that something does not hold.',
    },
    shuffle: {
      min: 0,
      max: 1,
      default: 1,
      unit: 'share of rules',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the rules printed away from their place in the order of derivation.',
    },
    openWorld: {
      min: 0,
      max: 1,
      default: 0,
      unit: 'share of tasks',
      scale: 'linear',
      monotone: false,
      kind: 'language',
      does: 'Share of the tasks in which what cannot be derived is unknown, and only facts say that something does not hold.',
    },
  },
  interactions: [
    ['depth', 'branching'],
    ['branching', 'deadEnds'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the first third of the rules in
  // order .031, all rules in order .019, a random list .005.
  chance: 0.031,
  answerSchema: z.array(z.string()),

  generate,
  answer: ({ proof }) => proof.map(ruleId),
  category,
  verify,
  oracle: ({ system, goal, names }) => ({
    asp: programOf(system, goal),
    constraints: constraintsOf(system, goal, names),
  }),
  solution: ({ system, proof, names }) => explain(system, proof, names),
  guess: ({ system, proof }, random) =>
    random
      .sample(
        system.rules.map((_, index) => index),
        Math.min(system.rules.length, random.int(1, 2 * proof.length)),
      )
      .map(ruleId),
  blindAnswers: ({ system }) => {
    const all = system.rules.map((_, index) => ruleId(index));
    const some = Math.ceil(all.length / 3);
    return [all, all.toReversed(), all.slice(0, some), all.slice(-some), all.slice(0, 1)];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<RuleChainReference> {
  const { depth, branching, deadEnds, distractors, negation, shuffle, openWorld } = parameters;
  const built = buildRules(
    {
      depth: depth!,
      branching: branching!,
      deadEnds: deadEnds!,
      distractors: distractors!,
      negation: negation!,
      shuffle: shuffle!,
      openWorld: openWorld!,
    },
    random,
  );
  const { skin, names } = drawAtomNames(built.system.atoms, random.substream('names'));
  return {
    features: { ...built.realised },
    skin,
    body: bodyOf(built.system, built.goal, names),
    answerExample: '["R9", "R4", "R17"]',
    reference: { system: built.system, goal: built.goal, proof: built.proof, names },
    canonical: canonicalRules(built.system, built.goal),
  };
}

/**
 * A shortest proof is whole, a longer one valid. Otherwise the steps count that are valid where they stand and
 * belong to the shortest proof, over the longer of the answer and that proof.
 */
function category({ system, goal, proof }: RuleChainReference, answer: RuleChainAnswer): Category {
  const indices = new Map(system.rules.map((_, index) => [ruleId(index), index]));
  const steps = answer.map((id) => indices.get(id) ?? null);
  const { valid, proves } = checkSteps(system, goal, steps);
  if (proves) return steps.length === proof.length ? 4 : 3;
  const needed = new Set(proof);
  const right = new Set(valid.filter((step) => needed.has(step))).size;
  const share = right / Math.max(proof.length, steps.length);
  return share >= 1 ? 2 : categoryOfShare(share, blindShare);
}

function verify({ system, goal }: RuleChainReference, answer: RuleChainAnswer): boolean {
  const used = answer.flatMap((id) => {
    const rule = /^R[1-9]\d*$/.test(id) ? system.rules[Number(id.slice(1)) - 1] : undefined;
    return rule === undefined ? [] : [rule];
  });
  if (used.length !== answer.length) return false;
  const prover = new BackwardProver(system);
  return prover.accepts(goal, used) && !prover.hasProofBelow(goal, used.length);
}
