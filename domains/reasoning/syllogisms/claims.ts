/** What a claim says of two classes: the four categorical forms and their two counterparts for complements. */
export const forms = ['all', 'no', 'some', 'someNot', 'cover', 'neither'] as const;
export type Form = (typeof forms)[number];

/** One statement about the classes numbered `subject` and `predicate`. */
export interface Claim {
  readonly form: Form;
  readonly subject: number;
  readonly predicate: number;
}

export const truths = ['yes', 'no', 'undetermined'] as const;
export type Truth = (typeof truths)[number];

/**
 * A claim as a cell of the diagram of its two classes: a universal claim says that the cell is empty, a
 * particular one that something is in it. `inSubject` and `inPredicate` say on which side of each class it lies.
 */
interface CellClaim {
  readonly universal: boolean;
  readonly inSubject: boolean;
  readonly inPredicate: boolean;
}

export const cells: Readonly<Record<Form, CellClaim>> = {
  all: { universal: true, inSubject: true, inPredicate: false },
  no: { universal: true, inSubject: true, inPredicate: true },
  cover: { universal: true, inSubject: false, inPredicate: false },
  some: { universal: false, inSubject: true, inPredicate: true },
  someNot: { universal: false, inSubject: true, inPredicate: false },
  neither: { universal: false, inSubject: false, inPredicate: false },
};

const contradictories: Readonly<Record<Form, Form>> = {
  all: 'someNot',
  someNot: 'all',
  no: 'some',
  some: 'no',
  cover: 'neither',
  neither: 'cover',
};

/** The claim that is true exactly when this one is false. */
export function contradictoryOf(claim: Claim): Claim {
  return { ...claim, form: contradictories[claim.form] };
}

/** True when the claim says the same with its classes exchanged. */
export function isSymmetric(form: Form): boolean {
  return form !== 'all' && form !== 'someNot';
}

/** True when the claim is worded with a negation. */
export function isNegative(form: Form): boolean {
  return form !== 'all' && form !== 'some';
}

/** A text that is equal for claims that say the same in the same form. */
export function claimKey({ form, subject, predicate }: Claim): string {
  return isSymmetric(form) && predicate < subject
    ? `${form} ${predicate} ${subject}`
    : `${form} ${subject} ${predicate}`;
}
