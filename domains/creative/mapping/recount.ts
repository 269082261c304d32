import type { Brief, Circle, Statement } from './analogy.ts';
import type { Words } from './wording.ts';

/** The names of the partners by those whose partners they are, and verbs by those that become them. */
export interface NamedAnalogy {
  readonly partners: Readonly<Record<string, string>>;
  readonly verbs: Readonly<Record<string, string>>;
}

/**
 * The strategy of a valid analogy; null for one that is not valid. Every statement is written out as a text of names,
 * with those that it is about inside it, and looked for among the texts of the second circle.
 */
export function strategyByHand(
  { first, second, carried, carriedAbove, conditions }: Brief,
  { names, verbs }: Words,
  named: NamedAnalogy,
): string | null {
  const [ours, theirs] = names as [readonly string[], readonly string[]];
  const [ourVerbs, theirVerbs] = verbs as [readonly string[], readonly string[]];
  const partner = new Map(Object.entries(named.partners));
  const become = new Map(Object.entries(named.verbs));
  if (!pairsUp(partner, ours, theirs) || !pairsUp(become, ourVerbs, theirVerbs)) return null;

  const stated = new Set(second.statements.map((_, index) => textOf(index, second, theirs, theirVerbs)));
  const partners = ours.map((name) => partner.get(name)!);
  const becomes = ourVerbs.map((verb) => become.get(verb)!);
  const carriedOver = first.statements.map((_, index) => stated.has(textOf(index, first, partners, becomes)));
  const count = (about: (statement: Statement) => boolean) =>
    first.statements.filter((statement, index) => about(statement) && carriedOver[index]).length;
  if (count(({ verb }) => verb !== null) < carried || count(({ verb }) => verb === null) < carriedAbove)
    return null;

  const traitOf = (name: string) => second.traits[theirs.indexOf(name)]!;
  const met = conditions.every(({ kind, about: [p = 0, q = 0, r = 0, s = 0] }) => {
    const links = () => stated.has(`${theirVerbs[p]}(${partners[q]},${partners[r]})`);
    const verdicts: Readonly<Record<typeof kind, () => boolean>> = {
      notPartner: () => theirs[q] !== partners[p],
      eitherPartner: () => [theirs[q], theirs[r]].includes(partners[p]!),
      oneOf: () => theirs[q] === partners[p] || theirs[s] === partners[r],
      trait: () => traitOf(partners[p]!) === q,
      notTrait: () => traitOf(partners[p]!) !== q,
      alike: () => traitOf(partners[p]!) === traitOf(partners[q]!),
      unlike: () => traitOf(partners[p]!) !== traitOf(partners[q]!),
      notVerb: () => becomes[p] !== theirVerbs[q],
      kept: () => carriedOver[p]!,
      linked: links,
      notLinked: () => !links(),
    };
    return verdicts[kind]();
  });
  if (!met) return null;

  const frequency = ({ statements }: Circle, verb: number) =>
    statements.reduce((sum, statement) => sum + (statement.verb === verb ? 1 : 0), 0);
  const turns = becomes
    .map((verb, index) => [frequency(first, index), frequency(second, theirVerbs.indexOf(verb))] as const)
    .sort(([left], [right]) => left - right);
  const kept = partners.filter((name, person) => traitOf(name) === first.traits[person]).length;
  return `${turns.map((turn) => turn.join('>')).join(' ')}, ${kept} kept`;
}

function pairsUp(
  pairs: ReadonlyMap<string, string>,
  from: readonly string[],
  to: readonly string[],
): boolean {
  const reached = new Set(pairs.values());
  return (
    pairs.size === from.length &&
    reached.size === to.length &&
    from.every((name) => pairs.has(name)) &&
    to.every((name) => reached.has(name))
  );
}

function textOf(index: number, circle: Circle, people: readonly string[], verbs: readonly string[]): string {
  const { verb, from, to } = circle.statements[index]!;
  if (verb !== null) return `${verbs[verb]}(${people[from]},${people[to]})`;
  return `[${textOf(from, circle, people, verbs)} => ${textOf(to, circle, people, verbs)}]`;
}
