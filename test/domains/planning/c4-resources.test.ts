import { describe, expect, it } from 'vitest';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { resources } from '../../../domains/planning/c4-resources.ts';
import { liftedModel } from '../../../domains/planning/haulage/lifted.ts';
import { hasPlan } from '../../../domains/planning/haulage/regression.ts';
import { bestPlan } from '../../../domains/planning/haulage/search.ts';
import { unlimited } from '../../../domains/planning/haulage/world.ts';
import { explore } from '../../../domains/planning/model/exploration.ts';
import { ground } from '../../../domains/planning/model/grounding.ts';
import { isGoal } from '../../../domains/planning/model/states.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

type Reference = ReturnType<typeof resources.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', resources as Skill, parameters, seed).reference as Reference;
}

/** References at parameters drawn evenly over their ranges. */
function references(count: number, name: string): Reference[] {
  return Array.from({ length: count }, (_, index) =>
    referenceAt(randomVector(resources as Skill, new RandomStream(`${name}/${index}`)), `${name}/${index}`),
  );
}

describe('plans within resources', () => {
  it('are as short as breadth-first search over the grounded model finds', () => {
    let solved = 0;
    let impossible = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { world, start, words, steps, shortage } = referenceAt(
        { horizon: 4 + (seed % 5), resources: 2 + (seed % 3) },
        `ground/${seed}`,
      );
      const found = explore(ground(liftedModel(world, start, words)), 200_000);
      expect(found.complete).toBe(true);
      const ends = [...Array(found.count).keys()].filter((state) =>
        isGoal(found.task, found.states, state * found.task.width),
      );
      if (shortage === null) {
        solved++;
        expect(Math.min(...ends.map((state) => found.depths[state]!))).toBe(steps.length);
      } else {
        impossible++;
        expect(ends).toEqual([]);
      }
    }
    expect(solved).toBeGreaterThan(30);
    expect(impossible).toBeGreaterThan(2);
  });

  it('are as cheap as the budget says: at the tightest, one coin less leaves none', () => {
    let tight = 0;
    for (const { world, start, shortage } of Array.from({ length: 60 }, (_, seed) =>
      referenceAt({ tightness: 1 }, `tight/${seed}`),
    )) {
      if (shortage !== null) continue;
      tight++;
      expect(hasPlan(world, start, world.limits)).toBe(true);
      expect(hasPlan(world, start, { ...world.limits, coins: world.limits.coins - 1 })).toBe(false);
    }
    expect(tight).toBeGreaterThan(40);
  });

  it('fall out of the budget more often the tighter it is, when coins are not thought of', () => {
    const [loose, middle, tight] = [0.5, 0.75, 1].map((tightness) => {
      const tasks = Array.from({ length: 150 }, (_, seed) => referenceAt({ tightness }, `blind/${seed}`));
      const solvable = tasks.filter(({ shortage }) => shortage === null);
      const broken = solvable.filter(({ world, start, steps }) => {
        const careless = bestPlan(world, start, { ...world.limits, coins: unlimited }, { least: 'steps' });
        return (careless?.steps.length ?? 0) < steps.length;
      });
      return broken.length / solvable.length;
    }) as [number, number, number];
    expect(middle).toBeGreaterThan(loose + 0.05);
    expect(tight).toBeGreaterThan(middle + 0.1);
  });

  it('are impossible in 10 to 20 % of the tasks, for want of every kind of resource', () => {
    const found = references(400, 'share').flatMap(({ shortage }) => (shortage === null ? [] : [shortage]));
    expect(found.length).toBeGreaterThan(40);
    expect(found.length).toBeLessThan(80);
    expect(new Set(found.map(({ resource }) => resource))).toEqual(
      new Set(['tank', 'coins', 'load', 'passes']),
    );
  });

  it('earn partial credit for parcels delivered, and no more than .25 once a resource has run out', () => {
    let parts = 0;
    for (const reference of references(120, 'partial')) {
      const answer = resources.answer(reference);
      expect(resources.category(reference, [])).toBe(0);
      if (!Array.isArray(answer)) {
        expect(resources.category(reference, { ...answer, needed: answer.needed + 1 })).toBe(1);
        expect(resources.verify(reference, { ...answer, needed: answer.needed + 1 })).toBe(false);
        continue;
      }
      const { world, start, steps } = reference;
      const delivery = steps.findIndex(({ kind }) => kind === 'deliver');
      const some = answer.slice(0, delivery + 1);
      if (world.parcels.length > 1) {
        parts++;
        expect(resources.category(reference, some)).toBe(1);
      }
      const careless = bestPlan(world, start, { ...world.limits, coins: unlimited }, { least: 'steps' });
      if ((careless?.steps.length ?? 0) >= steps.length) continue;
      const written = resources.answer({ ...reference, steps: careless?.steps ?? [] });
      expect(resources.category(reference, written)).toBeLessThanOrEqual(1);
      expect(resources.verify(reference, written)).toBe(false);
    }
    expect(parts).toBeGreaterThan(30);
  });

  it('that are longer than need be are valid and not whole', () => {
    let longer = 0;
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt({ tightness: 0.5 }, `longer/${seed}`);
      const { steps, shortage } = reference;
      const pump = steps.findIndex(({ kind }) => kind === 'refuel');
      const refuel = steps[pump];
      if (shortage !== null || refuel === undefined) continue;
      const written = resources.answer({ ...reference, steps: steps.toSpliced(pump, 0, refuel) });
      const category = resources.category(reference, written);
      expect(category === 3 || category <= 1).toBe(true);
      if (category === 3) longer++;
      expect(resources.verify(reference, written)).toBe(false);
    }
    expect(longer).toBeGreaterThan(10);
  });
});
