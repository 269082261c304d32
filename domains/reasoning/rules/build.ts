import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Draft, type DraftRule, drawCore } from './draft.ts';
import { derivable } from './forward.ts';
import type { RuleSystem } from './logic.ts';

interface RulesShape {
  readonly depth: number;
  readonly branching: number;
  readonly deadEnds: number;
  /** Shares of all rules. */
  readonly distractors: number;
  readonly negation: number;
  readonly shuffle: number;
}

interface BuiltRules {
  readonly system: RuleSystem;
  readonly goal: number;
  /** Rule indices of the shortest proof, in an order of derivation. */
  readonly proof: readonly number[];
  /** The shape as realised. */
  readonly realised: RulesShape;
}

/** Largest shares, also when a count is rounded up. */
export const shareMax = { distractors: 0.4, negation: 0.5 } as const;

const applyingShare = 0.6;

/** A rule system whose shortest proof of the goal is known; see `drawCore` for why it is the shortest. */
export function buildRules(shape: RulesShape, random: RandomStream): BuiltRules {
  const depth = random.round(shape.depth);
  const deadEnds = random.round(shape.deadEnds);
  const alternatives = random.round((shape.branching - 1) * depth);
  const core = drawCore({ depth, deadEnds, alternatives, branching: shape.branching }, random);
  const beside = (share: number) => (share / (1 - share)) * core.rules.length;
  const distractorCount = Math.min(
    random.round(beside(shape.distractors)),
    Math.floor(beside(shareMax.distractors)),
  );
  const { rules: distractors, atoms } = drawDistractors(core, distractorCount, random);
  const rules = [...core.rules, ...distractors];
  const negations = Math.min(
    random.round(shape.negation * rules.length),
    Math.floor(shareMax.negation * rules.length),
  );
  const negated = denySome(rules, negations, random);
  const natural = random.shuffle(rules).sort((left, right) => left.place - right.place);
  const printed = displaced(natural, random.round(shape.shuffle * rules.length), random);
  const system = {
    atoms,
    facts: random.shuffle(core.facts),
    rules: printed.map(({ head, body }) => ({ head, body })),
  };
  refuseIfDead(rules, system);
  return {
    system,
    goal: core.goal,
    proof: core.proof.map((rule) => printed.indexOf(rule)),
    realised: {
      depth,
      deadEnds,
      branching: 1 + alternatives / depth,
      distractors: distractors.length / rules.length,
      negation: negated / rules.length,
      shuffle: printed.filter((rule, index) => rule !== natural[index]).length / rules.length,
    },
  };
}

/** Rules about atoms that nothing on the way to the goal wants; most of them apply. */
function drawDistractors(
  core: Draft,
  count: number,
  random: RandomStream,
): { readonly rules: DraftRule[]; readonly atoms: number } {
  const rules: DraftRule[] = [];
  let atoms = core.atoms;
  const derived: number[] = [];
  const idle: number[] = [...core.missing];
  for (let index = 0; index < count; index++) {
    const applies = random.chance(applyingShare);
    const first = random.pick(applies ? [...core.facts, ...core.path, ...derived] : idle);
    const second = random.pick(core.facts);
    const pool = applies ? derived : idle;
    const head = atoms++;
    const wants = first === second || random.chance(0.4) ? [first] : random.shuffle([first, second]);
    const place = random.int(0, core.path.length);
    const body = wants.map((atom) => ({ atom, negated: false }));
    rules.push({
      head,
      body,
      place,
      applies,
      deniable: applies ? core.missing : [...core.missing, ...core.facts],
    });
    pool.push(head);
  }
  return { rules, atoms };
}

/** Adds a negative condition to some rules; returns to how many. */
function denySome(rules: readonly DraftRule[], count: number, random: RandomStream): number {
  let denied = 0;
  for (const rule of random.shuffle(rules)) {
    if (denied === count) break;
    const free = rule.deniable.filter((atom) => rule.body.every((literal) => literal.atom !== atom));
    if (free.length === 0) continue;
    rule.body.splice(random.int(0, rule.body.length), 0, { atom: random.pick(free), negated: true });
    denied++;
  }
  return denied;
}

/** The rules with `count` of them exchanged among one another's places. */
function displaced<T>(items: readonly T[], count: number, random: RandomStream): T[] {
  const places = random.sample(
    items.map((_, index) => index),
    count,
  );
  const result = [...items];
  const moved = random.shuffle(places);
  places.forEach((place, index) => {
    result[place] = items[moved[index] as number] as T;
  });
  return result;
}

/** Forward chaining must find just the rules that were drawn to apply. */
function refuseIfDead(rules: readonly DraftRule[], system: RuleSystem): void {
  const holds = derivable(system);
  for (const { head, applies, body } of rules) {
    const fires = body.every(({ atom, negated }) => holds.has(atom) !== negated);
    if (fires !== applies || (applies && !holds.has(head))) {
      throw new InstanceRejected('a rule applies that was drawn not to, or the other way about');
    }
  }
}
