import { canonicalForm, type Relation } from '../../canonical.ts';
import { type Condition, numberIn, profileOf } from './conditions.ts';
import type { Situation } from './situation.ts';

type Member = readonly [role: string, element: number];

/**
 * The situation without words, letters or order: the tree of classes, and for each word its line and what the
 * conditions see of it. Words that they cannot tell apart are counted.
 */
export function canonicalSituation({ lexicon, size, conditions, target }: Situation): string {
  const { words, classes, classOf, ties } = lexicon;
  const profile = profileOf(lexicon);
  const firstCondition = classes.length;
  const firstWord = firstCondition + conditions.length;
  const groups = new Map<string, number>();
  const groupOf = (name: string) => {
    if (!groups.has(name)) groups.set(name, firstWord + words.length + groups.size);
    return groups.get(name) as number;
  };
  const lengthsMatter = conditions.some(({ kind }) => kind === 'letters');
  const tied = new Set(ties.flat());
  const kinds = new Map<
    string,
    { readonly members: readonly Member[]; readonly kind: string; count: number }
  >();
  for (const word of words.keys()) {
    const members: Member[] = [['line', classOf[word] as number]];
    for (const [index, condition] of conditions.entries()) {
      if (condition.kind === 'different')
        members.push(['like', groupOf(`${index} ${profile.keys[condition.key][word]}`)]);
      else if (condition.kind === 'count' && numberIn(profile, condition, [word]) === 1)
        members.push(['counts', firstCondition + index]);
    }
    if (tied.has(word)) members.push(['word', firstWord + word]);
    const kind = lengthsMatter ? `${(profile.texts[word] as string).length}` : '';
    const name = `${kind} ${members.join()}`;
    const known = kinds.get(name);
    if (known === undefined) kinds.set(name, { members, kind, count: 1 });
    else known.count++;
  }
  const relations: Relation[] = [
    { kind: `${size} of ${target}`, members: [] },
    ...classes.map(({ parent }, own) => ({
      kind: 'class',
      members: [['part', own], ...(parent < 0 ? [] : [['whole', parent] as const])] as Member[],
    })),
    ...conditions.map((condition, index) => relationOf(condition, firstCondition + index)),
    ...[...kinds.values()].map(({ members, kind, count }) => ({ kind: `${count} words ${kind}`, members })),
    ...[...groups].map(([name, group]) => ({
      kind: 'group',
      members: [
        ['group', group],
        ['condition', firstCondition + Number(name.split(' ')[0])],
      ] as Member[],
    })),
    ...ties.map((pair) => ({ kind: 'tie', members: pair.map((word) => ['a', firstWord + word] as const) })),
  ];
  return canonicalForm(relations);
}

function relationOf(condition: Condition, element: number): Relation {
  const { kind, least, most } = condition;
  const banned = kind === 'banned' ? condition.classes.map((index) => ['banned', index] as const) : [];
  return { kind: `${kind} ${least} ${most}`, members: [['condition', element], ...banned] };
}
