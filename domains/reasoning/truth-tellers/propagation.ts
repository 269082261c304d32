import type { Formula, Roles, Statement } from './formulas.ts';

/** Roles known so far: bits of the people whose role is known, and among them of those who tell the truth. */
interface Known {
  people: number;
  truthful: Roles;
}

/**
 * Roles other than the given ones that fit all statements; null when there are none. Depth-first search: what
 * each statement forces is propagated, and where nothing is forced a person is tried in both roles.
 */
export function otherRoles(people: number, statements: readonly Statement[], roles: Roles): Roles | null {
  const everyone = (1 << people) - 1;

  function search(known: Known): Roles | null {
    if (!propagate(statements, known)) return null;
    if (known.people === everyone) return known.truthful === roles ? null : known.truthful;
    const open = ~known.people & everyone;
    const person = open & -open;
    for (const truthful of [~roles & person, roles & person]) {
      const found = search({ people: known.people | person, truthful: known.truthful | truthful });
      if (found !== null) return found;
    }
    return null;
  }

  return search({ people: 0, truthful: 0 });
}

/** Adds all roles that single statements force, again and again; false at a contradiction. */
function propagate(statements: readonly Statement[], known: Known): boolean {
  for (let before = -1; before !== known.people; ) {
    before = known.people;
    for (const { speaker, says } of statements) {
      const role = roleOf(speaker, known);
      if (role !== null) {
        if (!force(says, role, known)) return false;
        continue;
      }
      const value = truthOf(says, known);
      if (value !== null) learn(speaker, value, known);
    }
  }
  return true;
}

function roleOf(person: number, { people, truthful }: Known): boolean | null {
  return (people >> person) & 1 ? ((truthful >> person) & 1) === 1 : null;
}

function learn(person: number, truthful: boolean, known: Known): void {
  known.people |= 1 << person;
  if (truthful) known.truthful |= 1 << person;
}

/** Truth value as far as the known roles settle it. */
function truthOf(formula: Formula, known: Known): boolean | null {
  if (formula.kind === 'is') {
    const role = roleOf(formula.person, known);
    return role === null ? null : role === formula.truthful;
  }
  if (formula.kind === 'says') {
    const role = roleOf(formula.person, known);
    const value = role === null ? null : truthOf(formula.that, known);
    return value === null ? null : role === value;
  }
  const left = truthOf(formula.left, known);
  if (left === settling[formula.kind]) return formula.kind !== 'and';
  const right = truthOf(formula.right, known);
  switch (formula.kind) {
    case 'and':
      return right === false ? false : left === null ? null : right;
    case 'or':
    case 'if':
      return right === true ? true : left === null ? null : right;
    default:
      return left === null || right === null ? null : (left === right) === (formula.kind === 'iff');
  }
}

/** The value of a left part that settles the whole by itself. */
const settling = { and: false, or: true, if: false, xor: undefined, iff: undefined } as const;

/** Adds the roles without which the formula cannot have this value; false when it cannot have it at all. */
function force(formula: Formula, value: boolean, known: Known): boolean {
  if (formula.kind === 'is') return forceRole(formula.person, value === formula.truthful, known);
  if (formula.kind === 'says') {
    const role = roleOf(formula.person, known);
    if (role !== null) return force(formula.that, role === value, known);
    const said = truthOf(formula.that, known);
    return said === null || forceRole(formula.person, said === value, known);
  }
  const { kind, left, right } = formula;
  if (kind === 'xor' || kind === 'iff') {
    const same = (kind === 'iff') === value;
    const first = truthOf(left, known);
    if (first !== null) return force(right, first === same, known);
    const second = truthOf(right, known);
    return second === null || force(left, second === same, known);
  }
  // "If S, then T" is false exactly when S and not T hold; "S or T" when neither does.
  const strict = kind === 'and' ? value : !value;
  const wantedLeft = kind === 'if' ? !value : value;
  if (strict) return force(left, wantedLeft, known) && force(right, value, known);
  if (truthOf(left, known) === !wantedLeft) return force(right, value, known);
  return truthOf(right, known) !== !value || force(left, wantedLeft, known);
}

function forceRole(person: number, truthful: boolean, known: Known): boolean {
  const role = roleOf(person, known);
  if (role === null) learn(person, truthful, known);
  return role === null || role === truthful;
}
