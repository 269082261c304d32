import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalForm, type Relation } from '../../domains/canonical.ts';

const elementsMax = 5;
const member = fc.tuple(fc.constantFrom('if', 'then'), fc.nat(elementsMax - 1));
const relation: fc.Arbitrary<Relation> = fc.record({
  kind: fc.constantFrom('rule', 'fact'),
  members: fc.array(member, { minLength: 1, maxLength: 3 }),
});
const structure = fc.array(relation, { minLength: 1, maxLength: 6 });

function renamed(relations: readonly Relation[], name: (element: number) => number): Relation[] {
  return relations.map(({ kind, members }) => ({
    kind,
    members: members.map(([role, element]) => [role, name(element)] as const),
  }));
}

/** The structure as it is named, but for all order. */
function textOf(relations: readonly Relation[]): string {
  return JSON.stringify(
    relations
      .map(({ kind, members }) => JSON.stringify([kind, members.map((one) => one.join(' ')).sort()]))
      .sort(),
  );
}

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}

const permutations = permutationsOf(Array.from({ length: elementsMax }, (_, index) => index));

/** By trying every renaming. */
function isomorphic(left: readonly Relation[], right: readonly Relation[]): boolean {
  const text = textOf(right);
  return permutations.some((names) => textOf(renamed(left, (element) => names[element] as number)) === text);
}

function edges(...pairs: readonly (readonly [number, number])[]): Relation[] {
  return pairs.map(([from, to]) => ({
    kind: 'edge',
    members: [
      ['end', from],
      ['end', to],
    ],
  }));
}

describe('the canonical form', () => {
  it('is equal after elements are renumbered and relations and members are put in another order', () => {
    fc.assert(
      fc.property(
        structure,
        fc.constantFrom(...permutations),
        fc.infiniteStream(fc.nat()),
        (some, names, keys) => {
          const shuffled = <T>(items: readonly T[]) =>
            items
              .map((item) => ({ item, key: keys.next().value as number }))
              .sort((left, right) => left.key - right.key)
              .map(({ item }) => item);
          const other = renamed(some, (element) => 10 * (names[element] as number) + 7).map((one) => ({
            ...one,
            members: shuffled(one.members),
          }));
          expect(canonicalForm(shuffled(other))).toBe(canonicalForm(some));
        },
      ),
      { numRuns: 1_000, seed: 1 },
    );
  });

  it('is equal exactly for isomorphs, also when one member of one relation is another element', () => {
    const pair = fc.tuple(structure, fc.nat(), fc.nat(), fc.nat(elementsMax - 1));
    let isomorphs = 0;
    fc.assert(
      fc.property(pair, ([some, at, place, element]) => {
        const changed = some.map((one, index) => {
          if (index !== at % some.length) return one;
          const members = one.members.map(([role, old], here) =>
            here === place % one.members.length ? ([role, element] as const) : ([role, old] as const),
          );
          return { ...one, members };
        });
        const same = isomorphic(some, changed);
        if (same) isomorphs++;
        expect(canonicalForm(changed) === canonicalForm(some)).toBe(same);
      }),
      { numRuns: 1_000, seed: 2 },
    );
    expect(isomorphs).toBeGreaterThan(100);
    expect(isomorphs).toBeLessThan(900);
  });

  it('tells a ring of six from two rings of three, which colour refinement alone takes for the same', () => {
    const ring = edges([0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 0]);
    const twoRings = edges([0, 1], [1, 2], [2, 0], [3, 4], [4, 5], [5, 3]);
    expect(canonicalForm(ring)).not.toBe(canonicalForm(twoRings));
    const turned = renamed(ring, (element) => (element * 5 + 2) % 6);
    expect(canonicalForm(turned)).toBe(canonicalForm(ring));
  });

  it('stays equal for isomorphs that have more like parts than are tried one by one', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => [index, index + 12] as const);
    const names = (element: number) => (element * 7 + 5) % 24;
    expect(canonicalForm(renamed(edges(...pairs), names).reverse())).toBe(canonicalForm(edges(...pairs)));
    expect(canonicalForm(edges(...pairs, [0, 1]))).not.toBe(canonicalForm(edges(...pairs, [0, 12])));
  });
});
