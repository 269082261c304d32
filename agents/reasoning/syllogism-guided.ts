import type { Budget } from '../solver.ts';
import { excludes, type Individual } from './individuals.ts';

/**
 * Whether an individual that meets the demand can stay out of the forbidden cells: memberships that these force, a
 * node each, and a trial of one where nothing is forced. A cell that the individual cannot be in any more asks for
 * nothing. Null when the budget ran out.
 */
export function findsByPropagation(
  demand: Individual,
  forbidden: readonly Individual[],
  budget: Budget,
): boolean | null {
  let { inside, outside } = demand;
  if (!budget.spend()) return null;
  for (let next = forced(inside, outside, forbidden); next !== null; ) {
    if (next === 'conflict') return false;
    if (!budget.spend()) return null;
    inside |= next.inside;
    outside |= next.outside;
    next = forced(inside, outside, forbidden);
  }
  const open = forbidden.find((cell) => !excludes(cell, { inside, outside }));
  if (open === undefined) return true;
  const choices = (open.inside & ~inside) | (open.outside & ~outside);
  const choice = choices & -choices;
  const leave = findsByPropagation({ inside, outside: outside | choice }, forbidden, budget);
  return leave === false
    ? findsByPropagation({ inside: inside | choice, outside }, forbidden, budget)
    : leave;
}

/** A membership that keeps the individual out of the only cell it is one step from. */
function forced(
  inside: number,
  outside: number,
  forbidden: readonly Individual[],
): Individual | 'conflict' | null {
  for (const cell of forbidden) {
    if (excludes(cell, { inside, outside })) continue;
    const enter = cell.inside & ~inside;
    const leave = cell.outside & ~outside;
    if ((enter | leave) === 0) return 'conflict';
    if (((enter | leave) & ((enter | leave) - 1)) === 0) return { inside: leave, outside: enter };
  }
  return null;
}
