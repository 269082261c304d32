import { type Claim, cells } from './claims.ts';

/**
 * The task as an answer-set program. Its answer sets are the models of the premises with as many individuals as
 * a countermodel to any statement can need.
 */
export function programOf(terms: number, premises: readonly Claim[], statements: readonly Claim[]): string {
  const particular = premises.filter((claim) => !cells[claim.form].universal).length;
  return [
    '% Every answer set is a model of the premises: in(C,X) says that individual X belongs to class C.',
    '% Run with --enum-mode=cautious and read the last line of consequences:',
    '% true(S) there means "yes" for statement S, false(S) means "no", neither means "undetermined".',
    `class(0..${terms - 1}).`,
    `individual(1..${terms + particular + 1}).`,
    '{ in(C,X) } :- class(C), individual(X).',
    '% Every class has a member.',
    ':- class(C), not in(C,_).',
    '% The four cells of two classes.',
    'both(C,D) :- class(C), class(D), in(C,X), in(D,X).',
    'only(C,D) :- class(C), class(D), in(C,X), not in(D,X).',
    'none(C,D) :- class(C), class(D), individual(X), not in(C,X), not in(D,X).',
    '% The premises.',
    ...premises.map((claim) => `:- ${cells[claim.form].universal ? '' : 'not '}${cellAtom(claim)}.`),
    '% The statements.',
    ...statements.flatMap((claim, index) => {
      const [inhabited, empty] = cells[claim.form].universal ? ['false', 'true'] : ['true', 'false'];
      const atom = cellAtom(claim);
      return [`${inhabited}(${index + 1}) :- ${atom}.`, `${empty}(${index + 1}) :- not ${atom}.`];
    }),
    '#show true/1.',
    '#show false/1.',
  ].join('\n');
}

function cellAtom({ form, subject, predicate }: Claim): string {
  const { inSubject, inPredicate } = cells[form];
  const name = inSubject ? (inPredicate ? 'both' : 'only') : 'none';
  return `${name}(${subject},${predicate})`;
}

/**
 * The task as JSON, in the prompt's names and order:
 * `{ classes: string[], everyClassHasAMember: true, premises: Claim[], statements: Claim[] }` with
 * `Claim = { id: "P1" | "S1" | …, form, subject, predicate }`, subject and predicate out of `classes`. With A the
 * subject and B the predicate, `form` says: `all` A ⊆ B, `no` A ∩ B = ∅, `some` A ∩ B ≠ ∅, `someNot` A ∖ B ≠ ∅,
 * `cover` A ∪ B is everything, `neither` something is outside A ∪ B. Each statement is to be judged: "yes" when the
 * premises entail it, "no" when they entail its negation, "undetermined" when neither.
 */
export function constraintsOf(
  classes: readonly string[],
  premises: readonly Claim[],
  statements: readonly Claim[],
): string {
  const named = (claims: readonly Claim[], letter: string) =>
    claims.map(({ form, subject, predicate }, index) => ({
      id: `${letter}${index + 1}`,
      form,
      subject: classes[subject],
      predicate: classes[predicate],
    }));
  return JSON.stringify({
    classes,
    everyClassHasAMember: true,
    premises: named(premises, 'P'),
    statements: named(statements, 'S'),
  });
}
