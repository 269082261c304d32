/** One model's mastery of every skill, in a fixed order of the skills. */
export type MasteryRow = readonly boolean[];

/** `implies[i][j]`: who masters j masters i as well, so that i may be a prerequisite of j. */
export type QuasiOrder = readonly (readonly boolean[])[];

export interface ItemTree {
  /** Reflexive and transitive. */
  readonly order: QuasiOrder;
  /** gamma: mean share of counterexamples over the implications; 0 where there are none. */
  readonly errorRate: number;
  /** Mean squared difference of observed and expected counterexamples over the pairs. */
  readonly discrepancy: number;
}

/**
 * Corrected inductive item tree analysis (Sargin and Ünlü 2009, Mathematical Social Sciences 58): of the quasi-orders
 * that more and more counterexamples allow, the one whose expected counterexamples are nearest the observed ones.
 * The order without any implication competes too. A single implication that fails as often as chance would have it
 * fits as well as none, so what is found needs a look at its own counterexamples. Throws a RangeError where a skill
 * is mastered by nobody: every implication of it would hold for nothing.
 */
export function itemTree(rows: readonly MasteryRow[]): ItemTree {
  const size = rows[0]?.length ?? 0;
  const mastered = Array.from({ length: size }, (_, j) => rows.filter((row) => row[j]).length);
  if (mastered.includes(0)) throw new RangeError('every skill must be mastered by somebody');
  const observed = counterexamples(rows, size);
  const candidates = [identity(size), ...competingOrders(observed)];
  const judged = candidates.map((order) => judge(order, observed, mastered, rows.length));
  return judged.reduce((best, other) => (other.discrepancy < best.discrepancy ? other : best));
}

/** b_ij: how many master j and not i. */
export function counterexamples(rows: readonly MasteryRow[], size: number): number[][] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => rows.filter((row) => row[j] && !row[i]).length),
  );
}

/**
 * The quasi-orders of rising tolerance: at each number of counterexamples that occurs, the pairs that have no more
 * join, but for those that would break transitivity; these are dropped together until none is left.
 */
export function competingOrders(observed: readonly (readonly number[])[]): QuasiOrder[] {
  const size = observed.length;
  const tolerances = [...new Set(observed.flat())].sort((a, b) => a - b);
  let order: QuasiOrder = identity(size);
  return tolerances.map((tolerance) => {
    const known = order;
    let joined = known.map((row, i) => row.map((holds, j) => holds || observed[i]![j]! <= tolerance));
    for (;;) {
      const kept = joined.map((row, i) =>
        row.map((holds, j) => holds && (known[i]![j]! || !breaksTransitivity(joined, i, j))),
      );
      if (pairsOf(kept) === pairsOf(joined)) break;
      joined = kept;
    }
    order = joined;
    return joined;
  });
}

/** True when i ⊑ j would demand, through a third skill, an implication that does not hold. */
function breaksTransitivity(order: QuasiOrder, i: number, j: number): boolean {
  return order.some((_, h) => (order[j]![h]! && !order[i]![h]!) || (order[h]![i]! && !order[h]![j]!));
}

/** Expected counterexamples by the corrected estimators, and how far the observed ones lie from them. */
function judge(
  order: QuasiOrder,
  observed: readonly (readonly number[])[],
  mastered: readonly number[],
  models: number,
): ItemTree {
  const pairs = order.flatMap((row, i) => row.flatMap((_, j) => (i === j ? [] : [[i, j] as const])));
  const implications = pairs.filter(([i, j]) => order[i]![j]);
  const errorRate =
    implications.length === 0
      ? 0
      : implications.reduce((sum, [i, j]) => sum + observed[i]![j]! / mastered[j]!, 0) / implications.length;
  const expected = (i: number, j: number): number => {
    if (order[i]![j]) return errorRate * mastered[j]!;
    if (order[j]![i]) return mastered[j]! - mastered[i]! + errorRate * mastered[i]!;
    return (1 - mastered[i]! / models) * mastered[j]!;
  };
  const squares = pairs.reduce((sum, [i, j]) => sum + (observed[i]![j]! - expected(i, j)) ** 2, 0);
  return { order, errorRate, discrepancy: squares / Math.max(1, pairs.length) };
}

function identity(size: number): boolean[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => i === j));
}

function pairsOf(order: QuasiOrder): number {
  return order.reduce((sum, row) => sum + row.filter(Boolean).length, 0);
}
