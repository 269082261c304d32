import type { Example } from '../notebook.ts';
import type { Techniques } from '../solver.ts';
import { readRoles, type Statement } from './role-prompt.ts';

/** A supposition begins where few roles are open. */
const fewestOpenFirst = 'fewest open roles first';

const step = /^\s*By statement (\d+)[, ]/gm;
const supposition = /^\s*Suppose that \S+ is an? /m;

/** What a worked solution does: the kinds of statements that it draws conclusions from, and whether it supposes. */
export function roleTechniquesIn({ question, solution }: Example): readonly string[] {
  const puzzle = readRoles(question);
  if (puzzle === null) return [];
  const used = new Set([...solution.matchAll(step)].map(([, number]) => Number(number) - 1));
  return [
    ...new Set(puzzle.statements.filter((_, index) => used.has(index)).map(drawing)),
    ...(supposition.test(solution) ? [fewestOpenFirst] : []),
  ];
}

export function drawnBy(statements: readonly Statement[], techniques: Techniques): readonly Statement[] {
  return statements.filter((statement) => techniques.has(drawing(statement)));
}

export function triesFewestOpenFirst(techniques: Techniques): boolean {
  return techniques.has(fewestOpenFirst);
}

/** Draws conclusions from statements of this outermost kind, with nothing but roles inside or with more. */
function drawing({ clause }: Statement): string {
  const flat = clause.kind === 'role' || clause.parts.every(({ kind }) => kind === 'role');
  return `conclude from "${clause.kind}" of ${flat ? 'roles' : 'longer clauses'}`;
}
