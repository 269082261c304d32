import type { Claim, Truth } from './claims.ts';

/** For every individual: it is in one of the classes `inside`, or out of one of the classes `outside` (bit sets). */
interface Clause {
  readonly inside: number;
  readonly outside: number;
}

/** An individual that is in all of the classes `inside` and out of all of the classes `outside`. */
type Individual = Clause;

/** A universal claim as a clause, a particular one as the individual that must exist. */
type Reading = { readonly clause: Clause } | { readonly exists: Individual };

/**
 * Truth of a claim under premises by search for countermodels: it follows when the premises and its denial have no
 * model, its negation follows when the premises and it have none. It reads the claims' forms by itself and shares
 * nothing with the Venn diagram.
 */
export function truthBySearch(terms: number, premises: readonly Claim[], claim: Claim): Truth {
  const given = premises.map(readingOf);
  const asked = readingOf(claim);
  if (!satisfiable(terms, [...given, denialOf(asked)])) return 'yes';
  return satisfiable(terms, [...given, asked]) ? 'undetermined' : 'no';
}

/** True when the claims have a model in which every class has a member. */
export function hasModel(terms: number, claims: readonly Claim[]): boolean {
  return satisfiable(terms, claims.map(readingOf));
}

function readingOf({ form, subject, predicate }: Claim): Reading {
  const [s, p] = [1 << subject, 1 << predicate];
  switch (form) {
    case 'all':
      return { clause: { inside: p, outside: s } };
    case 'no':
      return { clause: { inside: 0, outside: s | p } };
    case 'cover':
      return { clause: { inside: s | p, outside: 0 } };
    case 'some':
      return { exists: { inside: s | p, outside: 0 } };
    case 'someNot':
      return { exists: { inside: s, outside: p } };
    case 'neither':
      return { exists: { inside: 0, outside: s | p } };
  }
}

/** What breaks a clause is an individual on the wrong side of both classes, and the other way about. */
function denialOf(reading: Reading): Reading {
  return 'clause' in reading
    ? { exists: { inside: reading.clause.outside, outside: reading.clause.inside } }
    : { clause: { inside: reading.exists.outside, outside: reading.exists.inside } };
}

/**
 * Each existence claim needs one individual that obeys all clauses; a clause speaks of one individual at a time,
 * so the individuals can be found one by one and together are a model.
 */
function satisfiable(terms: number, readings: readonly Reading[]): boolean {
  const clauses = readings.flatMap((reading) => ('clause' in reading ? [reading.clause] : []));
  const demanded: Individual[] = Array.from({ length: terms }, (_, term) => ({
    inside: 1 << term,
    outside: 0,
  }));
  for (const reading of readings) if ('exists' in reading) demanded.push(reading.exists);
  return demanded.every((individual) => completes(clauses, individual));
}

/** Davis-Putnam-Logemann-Loveland: can these memberships be completed so that every clause is met? */
function completes(clauses: readonly Clause[], start: Individual): boolean {
  let { inside, outside } = start;
  if ((inside & outside) !== 0) return false;
  for (let changed = true; changed; ) {
    changed = false;
    for (const clause of clauses) {
      if ((clause.inside & inside) !== 0 || (clause.outside & outside) !== 0) continue;
      const enter = clause.inside & ~outside;
      const leave = clause.outside & ~inside;
      if ((enter | leave) === 0) return false;
      if (!isSingle(enter | leave)) continue;
      inside |= enter;
      outside |= leave;
      changed = true;
    }
  }
  const undecided = clauses.find(
    (clause) => (clause.inside & inside) === 0 && (clause.outside & outside) === 0,
  );
  if (undecided === undefined) return true;
  const open = (undecided.inside & ~outside) | (undecided.outside & ~inside);
  const term = open & -open;
  return (
    completes(clauses, { inside: inside | term, outside }) ||
    completes(clauses, { inside, outside: outside | term })
  );
}

function isSingle(bits: number): boolean {
  return (bits & (bits - 1)) === 0;
}
