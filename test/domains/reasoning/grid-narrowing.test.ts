import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Clue, type ClueKind, holds } from '../../../domains/reasoning/grid/clues.ts';
import {
  applyConstraint,
  constraintOf,
  contradiction,
  denialOf,
} from '../../../domains/reasoning/grid/propagation.ts';
import { Clauses } from '../../../domains/reasoning/grid/satisfiability.ts';

const positions = 5;
const itemCounts: Readonly<Record<ClueKind, number>> = {
  at: 1,
  notAt: 1,
  atEither: 1,
  same: 2,
  different: 2,
  neighbour: 2,
  notNeighbour: 2,
  leftOf: 2,
  notLeftOf: 2,
  justLeftOf: 2,
  distance: 2,
  between: 3,
  exactlyOne: 3,
};

const anyClue = fc
  .record({
    kind: fc.constantFrom(...(Object.keys(itemCounts) as ClueKind[])),
    places: fc.uniqueArray(fc.nat(positions - 1), { minLength: 2, maxLength: 2 }),
    distance: fc.integer({ min: 2, max: positions - 1 }),
  })
  .map(({ kind, places, distance }): Clue => {
    const numbers: Partial<Record<ClueKind, readonly number[]>> = {
      at: places.slice(0, 1),
      notAt: places.slice(0, 1),
      atEither: places,
      distance: [distance],
    };
    return { kind, items: [0, 1, 2].slice(0, itemCounts[kind]), numbers: numbers[kind] ?? [] };
  });
const anyDomains = fc.array(fc.integer({ min: 1, max: 2 ** positions - 1 }), { minLength: 3, maxLength: 3 });

function assignmentsOf(domains: readonly number[]): number[][] {
  return domains.reduce<number[][]>(
    (partial, domain) =>
      partial.flatMap((places) =>
        [...Array(positions).keys()]
          .filter((place) => (domain >> place) & 1)
          .map((place) => [...places, place]),
      ),
    [[]],
  );
}

describe('narrowing by a clue or its denial', () => {
  it('loses no placement that satisfies it, and keeps none that is decided and does not', () => {
    fc.assert(
      fc.property(anyClue, anyDomains, fc.boolean(), (clue, start, denied) => {
        const satisfying = assignmentsOf(start).filter((places) => holds(clue, places) !== denied);
        const domains = Int32Array.from(start);
        const narrowed = applyConstraint(denied ? denialOf(clue) : constraintOf(clue), domains);
        if (narrowed === contradiction) {
          expect(satisfying).toEqual([]);
          return;
        }
        expect(assignmentsOf([...domains])).toEqual(expect.arrayContaining(satisfying));
        const changed = start.map((domain, item) => domains[item] !== domain);
        expect([0, 1, 2].map((item) => ((narrowed >> item) & 1) === 1)).toEqual(changed);
        if (assignmentsOf(start).length === 1) expect(satisfying).toHaveLength(1);
      }),
      { numRuns: 4_000, seed: 1 },
    );
  });
});

describe('the clauses of the second checker', () => {
  it('are satisfiable exactly when one of all assignments satisfies them', () => {
    const variables = 9;
    const literal = fc.nat(2 * variables - 1);
    const clauses = fc.array(fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }), { maxLength: 45 });
    const exclusions = fc.array(fc.uniqueArray(fc.nat(variables - 1), { minLength: 2, maxLength: 4 }), {
      maxLength: 4,
    });
    let unsatisfiable = 0;
    fc.assert(
      fc.property(clauses, exclusions, (drawn, excluded) => {
        const solver = new Clauses(variables);
        for (const clause of drawn) solver.add([...clause]);
        for (const propositions of excluded) solver.addExclusion(propositions);
        const found = [...Array(2 ** variables).keys()].some(
          (bits) =>
            drawn.every((clause) =>
              clause.some((item) => ((bits >> (item >> 1)) & 1) === ((item & 1) ^ 1)),
            ) &&
            excluded.every(
              (all) => all.filter((proposition) => ((bits >> proposition) & 1) === 1).length <= 1,
            ),
        );
        if (!found) unsatisfiable++;
        expect(solver.satisfiable()).toBe(found);
      }),
      { numRuns: 1_500, seed: 1 },
    );
    expect(unsatisfiable).toBeGreaterThan(100);
  });
});
