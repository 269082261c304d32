import type { RandomStream } from '../../random.ts';
import { capitalised, drawVocabulary, listed, pluralOf, withArticle } from '../../skins.ts';
import { type Formula, type Roles, type Statement, tellsTruth } from './formulas.ts';

/** The words of an instance: names by person, and what those who tell the truth and those who lie are called. */
export interface Scene {
  readonly who: string;
  readonly names: readonly string[];
  readonly truthTeller: string;
  readonly liar: string;
}

const commonRoles = [
  ['truth-teller', 'liar'],
  ['knight', 'knave'],
] as const;

export function drawScene(
  people: number,
  random: RandomStream,
): { readonly skin: string; readonly scene: Scene } {
  const { skin, who, names, classes } = drawVocabulary(random, { names: people, classes: 2 });
  const coined = classes.map(({ singular }) => singular) as [string, string];
  const [truthTeller, liar] = skin === 'nonce' ? coined : random.pick(commonRoles);
  return { skin, scene: { who, names, truthTeller, liar } };
}

export function roleName({ truthTeller, liar }: Scene, truthful: boolean): string {
  return truthful ? truthTeller : liar;
}

/** The clause `Ada is a knave`. */
export function roleClause(scene: Scene, person: number, truthful: boolean): string {
  return `${nameOf(scene, person)} is ${withArticle(roleName(scene, truthful))}`;
}

/** The roles of these people, a bit set, as a clause: `Ada and Bo are knights and Cy is a knave`. */
export function rolesClause(scene: Scene, people: number, truthful: Roles): string {
  const clauses = [true, false].flatMap((role) => {
    const named = scene.names.filter(
      (_, person) => tellsTruth(people, person) && tellsTruth(truthful, person) === role,
    );
    if (named.length === 0) return [];
    const word = roleName(scene, role);
    return [
      named.length === 1 ? `${named[0]} is ${withArticle(word)}` : `${listed(named)} are ${pluralOf(word)}`,
    ];
  });
  return clauses.join(' and ');
}

/** What the speaker says, as a sentence of the list. */
function sentenceOf({ speaker, says }: Statement, scene: Scene): string {
  return `${nameOf(scene, speaker)} says: "${capitalised(clauseOf(says, scene))}."`;
}

/** Everything the model is told. */
export function bodyOf(statements: readonly Statement[], scene: Scene): string {
  const { who, names, truthTeller, liar } = scene;
  const roles = `${withArticle(truthTeller)} or ${withArticle(liar)}`;
  const [truthTellers, liars] = [withArticle(truthTeller), withArticle(liar)];
  return [
    `Here are ${names.length} ${pluralOf(who)}: ${listed(names)}. Each of them is either ${roles}. Everything that ${truthTellers} says is true, and everything that ${liars} says is false.`,
    '',
    'How their statements are to be read (S and T stand for any statements, X for any name):',
    '- "S or T" is true if at least one of S and T is true, perhaps both.',
    '- "either S or T, but not both" is true if exactly one of S and T is true.',
    '- "if S, then T" is false if S is true and T is false; otherwise it is true.',
    '- "S if and only if T" is true if S and T are both true or both false.',
    `- "X would say that S" is true if X could say S: if X is ${truthTellers} and S is true, or X is ${liars} and S is false.`,
    '- Parentheses show which words belong together.',
    '',
    'Statements:',
    ...statements.map((statement, index) => `${index + 1}. ${sentenceOf(statement, scene)}`),
    '',
    'There is exactly one way to give each of them a role so that all of this fits.',
    `Find it. Answer with one JSON object that has an entry for each of the ${names.length} names, with the value "${truthTeller}" or "${liar}".`,
  ].join('\n');
}

function clauseOf(formula: Formula, scene: Scene): string {
  switch (formula.kind) {
    case 'is':
      return roleClause(scene, formula.person, formula.truthful);
    case 'says': {
      const { person, that } = formula;
      const said = that.kind === 'says' ? clauseOf(that, scene) : partOf(that, scene);
      return `${nameOf(scene, person)} would say that ${said}`;
    }
    case 'and':
      return `${partOf(formula.left, scene)} and ${partOf(formula.right, scene)}`;
    case 'or':
      return `${partOf(formula.left, scene)} or ${partOf(formula.right, scene)}`;
    case 'if':
      return `if ${partOf(formula.left, scene)}, then ${partOf(formula.right, scene)}`;
    case 'xor':
      return `either ${partOf(formula.left, scene)} or ${partOf(formula.right, scene)}, but not both`;
    case 'iff':
      return `${partOf(formula.left, scene)} if and only if ${partOf(formula.right, scene)}`;
  }
}

function partOf(formula: Formula, scene: Scene): string {
  const clause = clauseOf(formula, scene);
  return formula.kind === 'is' ? clause : `(${clause})`;
}

export function nameOf({ names }: Scene, person: number): string {
  const name = names[person];
  if (name === undefined) throw new RangeError(`no name for person ${person}`);
  return name;
}
