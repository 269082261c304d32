import type { Formula, Puzzle, Statement } from './formulas.ts';
import { nameOf, type Scene } from './wording.ts';

/** An answer-set program whose answer sets are the solutions: truthful(Name). Parts of statements are numbered. */
export function answerSetProgram({ people, statements }: Puzzle, scene: Scene): string {
  const rules: string[] = [];
  let parts = 0;

  function numbered(formula: Formula): string {
    const atom = `holds(${++parts})`;
    rules.push(...rulesFor(atom, formula));
    return atom;
  }

  function rulesFor(atom: string, formula: Formula): string[] {
    if (formula.kind === 'is')
      return [`${atom} :- ${formula.truthful ? '' : 'not '}${personAtom(formula.person)}.`];
    const [left, right] =
      formula.kind === 'says'
        ? [personAtom(formula.person), numbered(formula.that)]
        : [numbered(formula.left), numbered(formula.right)];
    switch (formula.kind) {
      case 'and':
        return [`${atom} :- ${left}, ${right}.`];
      case 'or':
        return [`${atom} :- ${left}.`, `${atom} :- ${right}.`];
      case 'if':
        return [`${atom} :- not ${left}.`, `${atom} :- ${right}.`];
      case 'xor':
        return [`${atom} :- ${left}, not ${right}.`, `${atom} :- not ${left}, ${right}.`];
      default:
        return [`${atom} :- ${left}, ${right}.`, `${atom} :- not ${left}, not ${right}.`];
    }
  }

  const personAtom = (person: number) => `truthful("${nameOf(scene, person)}")`;
  for (const { speaker, says } of statements) {
    const said = numbered(says);
    rules.push(`:- ${personAtom(speaker)}, not ${said}.`, `:- not ${personAtom(speaker)}, ${said}.`);
  }
  return [
    '% Every answer set is a solution: truthful(X) for those who tell the truth.',
    ...Array.from({ length: people }, (_, person) => `person("${nameOf(scene, person)}").`),
    '{ truthful(X) } :- person(X).',
    ...rules,
    '#show truthful/1.',
    '',
  ].join('\n');
}

/** The puzzle in SMT-LIB: a Boolean a person, true for who tells the truth; its only model is the solution. */
export function smtProgram({ people, statements }: Puzzle, scene: Scene): string {
  const symbol = (person: number) => `|${nameOf(scene, person)}|`;
  const operators = { and: 'and', or: 'or', if: '=>', xor: 'xor', iff: '=' } as const;
  const termOf = (formula: Formula): string => {
    if (formula.kind === 'is')
      return formula.truthful ? symbol(formula.person) : `(not ${symbol(formula.person)})`;
    if (formula.kind === 'says') return `(= ${symbol(formula.person)} ${termOf(formula.that)})`;
    return `(${operators[formula.kind]} ${termOf(formula.left)} ${termOf(formula.right)})`;
  };
  return [
    '(set-logic QF_UF)',
    ...Array.from({ length: people }, (_, person) => `(declare-const ${symbol(person)} Bool)`),
    ...statements.map(({ speaker, says }) => `(assert (= ${symbol(speaker)} ${termOf(says)}))`),
    '(check-sat)',
    '(get-model)',
    '',
  ].join('\n');
}

/**
 * JSON with `people`, the words for both roles, and `statements` of a `speaker` and what it `says`: a nested list
 * `["is", name, role]`, `["says", name, part]` or `[connective, part, part]` with and, or, if, xor, iff.
 */
export function constraintSet({ statements }: Puzzle, scene: Scene): string {
  const { names, truthTeller, liar } = scene;
  return JSON.stringify({
    people: names,
    roles: { truthful: truthTeller, lying: liar },
    statements: statements.map(({ speaker, says }: Statement) => ({
      speaker: nameOf(scene, speaker),
      says: listed(says, scene),
    })),
  });
}

type Listed = readonly (string | Listed)[];

function listed(formula: Formula, scene: Scene): Listed {
  if (formula.kind === 'is')
    return ['is', nameOf(scene, formula.person), formula.truthful ? 'truthful' : 'lying'];
  if (formula.kind === 'says') return ['says', nameOf(scene, formula.person), listed(formula.that, scene)];
  return [formula.kind, listed(formula.left, scene), listed(formula.right, scene)];
}
