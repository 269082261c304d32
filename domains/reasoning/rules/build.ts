import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { type Draft, type DraftRule, drawCore } from './draft.ts';
import { derivable, isMet } from './forward.ts';
import type { Literal, RuleSystem } from './logic.ts';

interface RulesShape {
  readonly depth: number;
  readonly branching: number;
  readonly deadEnds: number;
  /** Shares of all rules. */
  readonly distractors: number;
  readonly negation: number;
  readonly shuffle: number;
  /** Probability of an open world; realised, whether it is one. */
  readonly openWorld: number;
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
/** Of the rules with a negative condition in an open world, those that hang on what is merely unknown. */
const temptingShare = 0.5;
/** Rules with a negative condition for each further atom that an open world's facts deny. */
const denialsPerAtom = 4;

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
  const { rules: distractors, atoms: ownAtoms } = drawDistractors(core, distractorCount, random);
  const rules = [...core.rules, ...distractors];
  const { negated, denied, atoms } = drawNegations(rules, core, ownAtoms, shape, random);
  const natural = random.shuffle(rules).sort((left, right) => left.place - right.place);
  const printed = displaced(natural, random.round(shape.shuffle * rules.length), random);
  const system = {
    atoms,
    facts: random.shuffle(core.facts),
    ...(denied && { denied: random.shuffle(denied) }),
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
      openWorld: denied === null ? 0 : 1,
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

/**
 * Gives some rules a negative condition, `negated` in number. What an open world's facts deny is something that dead
 * ends want, and atoms that only these conditions speak of; null in a closed world.
 */
function drawNegations(
  rules: readonly DraftRule[],
  core: Draft,
  ownAtoms: number,
  { negation, openWorld }: RulesShape,
  random: RandomStream,
): { readonly negated: number; readonly denied: readonly number[] | null; readonly atoms: number } {
  const count = Math.min(random.round(negation * rules.length), Math.floor(shareMax.negation * rules.length));
  if (!random.substream('world').chance(openWorld)) {
    return { negated: denySome(rules, null, count, random), denied: null, atoms: ownAtoms };
  }
  const atoms = ownAtoms + Math.ceil(count / denialsPerAtom);
  const denied = [random.pick(core.missing)];
  for (let atom = ownAtoms; atom < atoms; atom++) denied.push(atom);
  const holds = derivable({ atoms, facts: core.facts, rules });
  const isUnknown = (atom: number) => !holds.has(atom) && !denied.includes(atom);
  const tempting = temptSome(rules, isUnknown, random.round(temptingShare * count), random);
  const others = rules.filter((rule) => !tempting.includes(rule));
  return {
    negated: tempting.length + denySome(others, denied, count - tempting.length, random),
    denied,
    atoms,
  };
}

/**
 * Gives some rules that do not apply a negative condition on something unknown, in place of the one that cannot be
 * derived; returns them. To a reader who assumes a closed world they seem to apply.
 */
function temptSome(
  rules: readonly DraftRule[],
  isUnknown: (atom: number) => boolean,
  count: number,
  random: RandomStream,
): DraftRule[] {
  const tempting: DraftRule[] = [];
  for (const rule of random.shuffle(rules)) {
    if (tempting.length === count) break;
    const at = rule.body.findIndex(({ atom }) => isUnknown(atom));
    if (at < 0) continue;
    const condition = { atom: random.pick(rule.deniable.filter(isUnknown)), negated: true };
    const body = rule.body.with(at, condition);
    if (rules.some((other) => other.head === rule.head && sameConditions(other.body, body))) continue;
    rule.body[at] = condition;
    tempting.push(rule);
  }
  return tempting;
}

/**
 * Adds a negative condition to some rules, to those that apply one that is met: in an open world on what its facts
 * deny. Returns to how many.
 */
function denySome(
  rules: readonly DraftRule[],
  denied: readonly number[] | null,
  count: number,
  random: RandomStream,
): number {
  let done = 0;
  for (const rule of random.shuffle(rules)) {
    if (done === count) break;
    const deniable = rule.applies ? (denied ?? rule.deniable) : rule.deniable;
    const free = deniable.filter((atom) => rule.body.every((literal) => literal.atom !== atom));
    if (free.length === 0) continue;
    rule.body.splice(random.int(0, rule.body.length), 0, { atom: random.pick(free), negated: true });
    done++;
  }
  return done;
}

function sameConditions(left: readonly Literal[], right: readonly Literal[]): boolean {
  return (
    left.length === right.length &&
    left.every(({ atom, negated }) => right.some((other) => other.atom === atom && other.negated === negated))
  );
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

/** Forward chaining must find just the rules that were drawn to apply, and nothing that a fact denies. */
function refuseIfDead(rules: readonly DraftRule[], system: RuleSystem): void {
  const holds = derivable(system);
  for (const { head, applies, body } of rules) {
    const fires = body.every((condition) => isMet(system, holds, condition));
    if (fires !== applies || (applies && !holds.has(head))) {
      throw new InstanceRejected('a rule applies that was drawn not to, or the other way about');
    }
  }
  if (system.denied?.some((atom) => holds.has(atom))) {
    throw new InstanceRejected('a fact denies what can be derived');
  }
}
