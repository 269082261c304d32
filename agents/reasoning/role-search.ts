import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import type { Clause, RolePuzzle, Statement } from './role-prompt.ts';

/** Who tells the truth: true or false by person, null while it is open. */
export type Roles = readonly (boolean | null)[];

/** How the roles are searched. */
export interface RoleMethod {
  /** Statements whose consequences are drawn as soon as there are any. */
  readonly drawn: readonly Statement[];
  /** Whether the next person tried is one of a statement with few open roles; otherwise the next in the list. */
  readonly fewestFirst: boolean;
}

/**
 * Depth-first search: a role is tried for a person, and a statement that cannot stand any more sends it back. After
 * each role, conclusions are drawn from the drawn statements that it concerns, and all others are looked at. One
 * node is one clause of a statement looked at. Out of budget, the roles of the furthest point reached.
 */
export function rolesBySearch(puzzle: RolePuzzle, method: RoleMethod, budget: Budget): Roles {
  const { names, statements } = puzzle;
  const { drawn, fewestFirst } = method;
  const watched = statements.filter((statement) => !drawn.includes(statement));
  let best: Roles = names.map(() => null);
  let bestKnown = 0;

  /** `fresh` are the drawn statements to begin with. */
  function assign(start: Roles, fresh: readonly Statement[]): boolean {
    const roles = concluded(start, fresh);
    if (roles === null || !watched.every((statement) => stands(statement, roles))) return false;
    const known = roles.filter((role) => role !== null).length;
    if (known > bestKnown) [best, bestKnown] = [roles, known];
    if (known === names.length) return true;
    const person = next(roles);
    const touched = drawn.filter(({ concerns }) => concerns.includes(person));
    return [true, false].some((truthful) => assign(roles.with(person, truthful), touched));
  }

  /** The roles with all that the drawn statements add; null when one of them cannot stand. */
  function concluded(start: Roles, fresh: readonly Statement[]): Roles | null {
    let roles = start;
    const pending = new Set(fresh);
    for (const statement of pending) {
      pending.delete(statement);
      look(statement);
      if (!hasFit(statement, roles)) return null;
      for (const person of statement.concerns) {
        const role = onlyRole(statement, person, roles);
        if (role === null) continue;
        roles = roles.with(person, role);
        for (const other of drawn) if (other.concerns.includes(person)) pending.add(other);
      }
    }
    return roles;
  }

  function stands(statement: Statement, roles: Roles): boolean {
    look(statement);
    return canStand(statement, roles);
  }

  function look({ clauses }: Statement): void {
    for (let clause = 0; clause < clauses; clause++) spend(budget);
  }

  function next(roles: Roles): number {
    if (!fewestFirst) return roles.indexOf(null);
    let fewest: readonly number[] = [];
    for (const { concerns } of statements) {
      const open = concerns.filter((person) => roles[person] === null);
      if (open.length > 0 && (fewest.length === 0 || open.length < fewest.length)) fewest = open;
    }
    return fewest[0] as number;
  }

  completed(() => assign(best, drawn));
  return best;
}

/** The role of an open person in all ways to let the statement stand; null when both occur. */
function onlyRole(statement: Statement, person: number, roles: Roles): boolean | null {
  if (roles[person] !== null) return null;
  if (!hasFit(statement, roles.with(person, false))) return true;
  return hasFit(statement, roles.with(person, true)) ? null : false;
}

/** False when the roles that are known make the statement impossible for its speaker at once. */
function canStand({ speaker, clause }: Statement, roles: Roles): boolean {
  const role = roles[speaker] as boolean | null;
  const value = truthOf(clause, roles);
  return role === null || value === null || role === value;
}

/** Whether some roles of the people still open let the statement stand. */
function hasFit(statement: Statement, roles: Roles): boolean {
  if (!canStand(statement, roles)) return false;
  const open = statement.concerns.find((person) => roles[person] === null);
  if (open === undefined) return true;
  return hasFit(statement, roles.with(open, true)) || hasFit(statement, roles.with(open, false));
}

/** Null while the open roles leave it open. */
function truthOf(clause: Clause, roles: Roles): boolean | null {
  if (clause.kind === 'role') {
    const role = roles[clause.person] as boolean | null;
    return role === null ? null : role === clause.truthful;
  }
  if (clause.kind === 'says')
    return alike(roles[clause.person] as boolean | null, truthOf(clause.parts[0], roles));
  const left = truthOf(clause.parts[0], roles);
  const right = truthOf(clause.parts[1], roles);
  switch (clause.kind) {
    case 'and':
      if (left === false || right === false) return false;
      return anyOpen(left, right) ? null : true;
    case 'or':
      if (left === true || right === true) return true;
      return anyOpen(left, right) ? null : false;
    case 'if':
      if (left === false || right === true) return true;
      return anyOpen(left, right) ? null : false;
    case 'iff':
      return alike(left, right);
    case 'either': {
      const same = alike(left, right);
      return same === null ? null : !same;
    }
  }
}

function alike(left: boolean | null, right: boolean | null): boolean | null {
  return anyOpen(left, right) ? null : left === right;
}

function anyOpen(left: boolean | null, right: boolean | null): boolean {
  return left === null || right === null;
}
