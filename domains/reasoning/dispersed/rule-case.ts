import type { RandomStream } from '../../random.ts';
import { drawVocabulary } from '../../skins.ts';
import { BackwardProver } from '../rules/backward.ts';
import { buildRules } from '../rules/build.ts';
import { canonicalRules } from '../rules/canonical.ts';
import { explain } from '../rules/explanation.ts';
import type { Literal, Rule, RuleSystem } from '../rules/logic.ts';
import { type AtomName, clauseOf } from '../rules/wording.ts';
import { aliasSentence, type Chain, drawChains, meanHops } from './aliases.ts';
import { type Dispersal, type DrawnCase, hopsMax } from './dispersal.ts';
import { aroundReport, charactersPerToken, composeReport, type Piece } from './report.ts';

/** A rule chain in a report: the system holds every rule and fact of the report, in the report's numbering. */
export interface RuleCase {
  readonly kind: 'rules';
  readonly system: RuleSystem;
  readonly goal: number;
  /** Rule indices of the shortest proof. */
  readonly proof: readonly number[];
  readonly names: readonly AtomName[];
  /** Atoms below this number and these rules are the chain's own; the others speak of other people. */
  readonly ownAtoms: number;
  readonly ownRules: readonly number[];
  /** Names that each person of the chain goes by, the first one included. */
  readonly aliases: readonly Chain[];
}

/** How an atom is put this time: the same property, under one of the person's names. */
type Mention = (atom: number) => AtomName;

interface RulePiece extends Piece {
  readonly rule: Rule | null;
  /** Index in the chain's own system. */
  readonly ownIndex: number | null;
}

const shape = {
  depth: 4,
  branching: 2,
  deadEnds: 1,
  distractors: 0,
  negation: 0.2,
  shuffle: 1,
  openWorld: 0,
} as const;
const atomsPerPerson = 20;
const othersCount = 3;
const factShare = 0.3;
const drawsMax = 2_000;
/** At most so many of the foreign statements explain names. */
const namingShareMax = 0.25;

export function drawRuleCase(dispersal: Dispersal, random: RandomStream): DrawnCase<RuleCase> {
  const inner = buildRules(shape, random.substream('inner'));
  const ownAtoms = inner.system.atoms;
  const ownPeople = 2 + Math.floor(ownAtoms / atomsPerPerson);
  const vocabulary = drawVocabulary(random.substream('words'), {
    names: (ownPeople + othersCount) * (1 + hopsMax),
    properties: Math.ceil(ownAtoms / ownPeople) + 1,
  });
  const people = vocabulary.names.slice(0, ownPeople + othersCount);
  const pairs = (of: readonly string[]): AtomName[] =>
    of.flatMap((person) => vocabulary.properties.map((property) => ({ person, property })));
  const naming = random.substream('naming');
  const names = [
    ...naming.sample(pairs(people.slice(0, ownPeople)), ownAtoms),
    ...naming.shuffle(pairs(people.slice(ownPeople))),
  ];
  const chains = drawChains(people.length, dispersal.hops, vocabulary.names.slice(people.length), naming);
  const called = new Map(people.map((person, index) => [person, [person, ...(chains[index] as Chain)]]));
  // Every mention is by any of the person's names, so that who does not gather them misses what belongs together.
  const mentions = random.substream('mentions');
  const mention: Mention = (atom) => {
    const { person, property } = names[atom] as AtomName;
    return { person: mentions.pick(called.get(person) as Chain), property };
  };
  const own = [
    ...inner.system.facts.map((fact) => factPiece(true, fact, mention)),
    ...inner.system.rules.map((rule, index) => rulePiece(rule, index, mention)),
    ...chains
      .slice(0, ownPeople)
      .flatMap((chain, index) => namingPieces(true, people[index] as string, chain)),
  ];
  const foreign = foreignPieces(
    random.substream('foreign').round((own.length * (1 - dispersal.relevant)) / dispersal.relevant),
    chains
      .slice(ownPeople)
      .flatMap((chain, index) => namingPieces(false, people[ownPeople + index] as string, chain)),
    { ownAtoms, atoms: names.length, ownFacts: inner.system.facts, mention },
    random.substream('foreign'),
  );
  const frame = framed(mention(inner.goal));
  const characters = dispersal.tokens * charactersPerToken - frame('').length;
  const report = composeReport([...own, ...foreign.pieces], characters, dispersal.paraphrase, random);
  const printed = report.order.filter((piece) => piece.rule !== null);
  const position = (ownIndex: number) => printed.findIndex((piece) => piece.ownIndex === ownIndex);
  const body = frame(report.text);
  const statements = own.length + foreign.pieces.length;
  return {
    skin: vocabulary.skin,
    body,
    answerExample: '["R9", "R4", "R17"]',
    features: {
      tokens: body.length / charactersPerToken,
      relevant: own.length / statements,
      hops: meanHops(chains.slice(0, ownPeople)),
      paraphrase: report.reworded / statements,
    },
    canonical: canonicalRules(inner.system, inner.goal),
    reference: {
      kind: 'rules',
      system: {
        atoms: names.length,
        facts: [...inner.system.facts, ...foreign.facts],
        rules: printed.map(({ rule }) => rule as Rule),
      },
      goal: inner.goal,
      proof: inner.proof.map(position),
      names,
      ownAtoms,
      ownRules: inner.system.rules.map((_, index) => position(index)),
      aliases: people.slice(0, ownPeople).map((person, index) => [person, ...(chains[index] as Chain)]),
    },
  };
}

/** Whether the rules of other people derive nothing of the chain's own atoms: each holds with them as without. */
export function derivesNothingNew({ system, ownAtoms, ownRules }: RuleCase): boolean {
  const alone = new BackwardProver({
    atoms: ownAtoms,
    facts: system.facts.filter((fact) => fact < ownAtoms),
    rules: ownRules.map((index) => system.rules[index] as Rule),
  });
  const together = new BackwardProver(system);
  return Array.from({ length: ownAtoms }, (_, atom) => atom).every(
    (atom) => alone.proves(atom) === together.proves(atom),
  );
}

/** The names first, then the argument of the chain. */
export function explainRules({ system, proof, names, aliases }: RuleCase): string {
  const known = aliases.filter((chain) => chain.length > 1).map((chain) => chain.join(' = '));
  return [
    ...(known.length === 0
      ? []
      : [`Names for one and the same person, gathered first: ${known.join('; ')}.`]),
    explain(system, proof, names),
  ].join('\n');
}

function framed(goal: AtomName): (report: string) => string {
  return (report) =>
    aroundReport(
      [
        'The report below mentions, among much else, rules and facts about people. A rule has a number, such as R1, and can be used when all its conditions hold; then its conclusion holds.',
        'The facts and rules in the report are all there is: whatever cannot be derived from them counts as not holding. So a condition with "not" holds exactly when the same statement without "not" cannot be derived. A person can go by several names, which the report explains; what holds of a person holds under every name.',
      ],
      report,
      [
        `Goal: ${goal.person} is ${goal.property}.`,
        '',
        'Prove the goal with as few of the report\'s rules as possible. Answer with a JSON array of rule ids in the order of their use: every condition without "not" must be a fact or the conclusion of a rule earlier in the array, and the last rule must conclude the goal. Conditions with "not" need no rules in the array.',
      ],
    );
}

function statement({ atom, negated }: Literal, mention: Mention): string {
  return clauseOf({ atom: 0, negated }, [mention(atom)]);
}

function factPiece(own: boolean, fact: number, mention: Mention): RulePiece {
  const text = statement({ atom: fact, negated: false }, mention);
  return {
    own,
    labelled: false,
    rule: null,
    ownIndex: null,
    write: (reworded) => (reworded ? `It is a fact that ${text}.` : `${text}.`),
  };
}

function rulePiece(rule: Rule, ownIndex: number | null, mention: Mention): RulePiece {
  const conditions = rule.body.map((literal) => statement(literal, mention)).join(' and ');
  const conclusion = statement({ atom: rule.head, negated: false }, mention);
  return {
    own: ownIndex !== null,
    labelled: true,
    rule,
    ownIndex,
    write: (reworded, label) =>
      reworded
        ? `By rule ${label}, ${conclusion} whenever ${conditions}.`
        : `By rule ${label}, if ${conditions}, then ${conclusion}.`,
  };
}

function namingPieces(own: boolean, person: string, chain: Chain): RulePiece[] {
  return chain.map((alias, index) => ({
    own,
    labelled: false,
    rule: null,
    ownIndex: null,
    write: (reworded) => aliasSentence(chain[index - 1] ?? person, alias, reworded),
  }));
}

/**
 * Statements about other people, as many as are asked for. Their rules may rest on the chain's atoms but conclude
 * only atoms of the others, from atoms of lower numbers, so that they settle nothing of the chain and no atom
 * depends on itself.
 */
function foreignPieces(
  count: number,
  namings: readonly RulePiece[],
  of: {
    readonly ownAtoms: number;
    readonly atoms: number;
    readonly ownFacts: readonly number[];
    readonly mention: Mention;
  },
  random: RandomStream,
): { readonly pieces: readonly RulePiece[]; readonly facts: readonly number[] } {
  const { ownAtoms, atoms, ownFacts, mention } = of;
  const namingsCount = Math.min(namings.length, Math.floor(namingShareMax * count));
  const firstHead = ownAtoms + Math.ceil((atoms - ownAtoms) / 2);
  const pieces = namings.slice(0, namingsCount);
  const facts: number[] = [];
  const seen = new Set<string>();
  for (let draw = 0; pieces.length < count && draw < drawsMax; draw++) {
    if (random.chance(factShare)) {
      const fact = random.int(ownAtoms, firstHead - 1);
      if (facts.includes(fact)) continue;
      facts.push(fact);
      pieces.push(factPiece(false, fact, mention));
      continue;
    }
    const head = random.int(firstHead, atoms - 1);
    const below = () => (random.chance(0.2) ? random.pick(ownFacts) : random.int(ownAtoms, head - 1));
    const wanted = [...new Set(random.chance(0.4) ? [below()] : [below(), below()])];
    const denied = random.chance(shape.negation) ? random.int(0, wanted.length - 1) : -1;
    const rule = { head, body: wanted.map((atom, index) => ({ atom, negated: index === denied })) };
    const key = `${head} ${wanted.toSorted((left, right) => left - right).join(' ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    pieces.push(rulePiece(rule, null, mention));
  }
  return { pieces, facts };
}
