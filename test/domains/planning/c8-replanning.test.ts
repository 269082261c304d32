import { describe, expect, it } from 'vitest';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { replanning } from '../../../domains/planning/c8-replanning.ts';
import { liftedModel } from '../../../domains/planning/haulage/lifted.ts';
import { changed, midwayOf, oldPlanOf } from '../../../domains/planning/haulage/surprise.ts';
import { stepWords } from '../../../domains/planning/haulage/words.ts';
import { Executor, type NamedState } from '../../../domains/planning/model/executor.ts';
import { ground } from '../../../domains/planning/model/grounding.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

type Reference = ReturnType<typeof replanning.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', replanning as Skill, parameters, seed).reference as Reference;
}

function references(count: number, name: string): Reference[] {
  return Array.from({ length: count }, (_, index) =>
    referenceAt(randomVector(replanning as Skill, new RandomStream(`${name}/${index}`)), `${name}/${index}`),
  );
}

/** The task that is left after the surprise, in the lifted model, and the old steps by name. */
function leftOver({ world, start, words, surprise }: Reference) {
  const after = changed(midwayOf(world, start, surprise), surprise.changes);
  const model = liftedModel(after.world, after.situation, words);
  return { model, old: oldPlanOf(surprise).steps.map((step) => stepWords(step, words)) };
}

/** Dijkstra over named states and old steps passed, with passing an old step over as a move of its own. */
function leastTotal(reference: Reference): number | null {
  const { model, old } = leftOver(reference);
  const executor = new Executor(model);
  const actions = ground(model).actions.map(({ action, objects }) => [
    model.actions[action]!.name,
    ...objects.map((object) => model.objects[object]!.name),
  ]);
  const known = new Set<string>();
  const layers: [NamedState, number][][] = [[[executor.start(), 0]]];
  const add = (total: number, state: NamedState, passed: number) => {
    while (layers.length <= total) layers.push([]);
    layers[total]!.push([state, passed]);
  };
  for (let total = 0; total < layers.length; total++) {
    for (const [state, passed] of layers[total]!) {
      const key = `${passed} ${[...state.facts].sort().join(',')} ${[...state.values.values()].join(',')}`;
      if (known.has(key)) continue;
      known.add(key);
      const { met, all } = executor.goalsMet(state);
      if (met === all && passed === old.length) return total;
      if (passed < old.length) {
        const next = old[passed]!;
        add(total + reference.surprise.penalty, state, passed + 1);
        if (executor.unmet(state, next)?.length === 0)
          add(total + 1, executor.after(state, next), passed + 1);
      }
      for (const action of actions)
        if (executor.unmet(state, action)?.length === 0)
          add(total + 1, executor.after(state, action), passed);
    }
  }
  return null;
}

describe('re-planning', () => {
  it('has the least total that a search over all states and all ways to keep old steps finds', () => {
    let solved = 0;
    let impossible = 0;
    for (let seed = 0; seed < 40; seed++) {
      const reference = referenceAt(
        { horizon: 6 + (seed % 4), penalty: seed % 4, shock: 1 + (seed % 4), executed: 0.3 },
        `total/${seed}`,
      );
      expect(leastTotal(reference)).toBe(reference.blockage === null ? reference.best : null);
      if (reference.blockage === null) solved++;
      else impossible++;
    }
    expect(solved).toBeGreaterThan(20);
    expect(impossible).toBeGreaterThan(1);
  });

  it('is impossible in 10 to 20 % of the tasks', () => {
    const count = references(400, 'share').filter(({ blockage }) => blockage !== null).length;
    expect(count).toBeGreaterThan(40);
    expect(count).toBeLessThan(80);
  });

  it('is never solved by the rest of the old plan as it stands, which earns nothing', () => {
    for (const reference of references(100, 'old')) {
      const { old } = leftOver(reference);
      expect(replanning.category(reference, old)).toBe(0);
      expect(replanning.verify(reference, old)).toBe(false);
    }
  });

  it('counts what is kept: the shortest way on is only valid where keeping more costs less', () => {
    let valid = 0;
    for (let seed = 0; seed < 80; seed++) {
      const reference = referenceAt({ penalty: 3 }, `short/${seed}`);
      const free = referenceAt({ penalty: 0 }, `short/${seed}`);
      if (reference.blockage !== null || free.blockage !== null) continue;
      if (JSON.stringify(reference.surprise.changes) !== JSON.stringify(free.surprise.changes)) continue;
      const shortest = replanning.answer({ ...reference, steps: free.steps });
      const category = replanning.category(reference, shortest);
      expect(category).toBeGreaterThanOrEqual(3);
      expect(replanning.verify(reference, shortest)).toBe(category === 4);
      if (category === 3) valid++;
    }
    expect(valid).toBeGreaterThan(10);
  });

  it('accepts the one blockage, and gives little for the change without the parcel', () => {
    let blocked = 0;
    for (const reference of references(150, 'blocked')) {
      const answer = replanning.answer(reference);
      if (Array.isArray(answer)) continue;
      blocked++;
      for (const parcel of reference.words.parcels) {
        for (const [index] of reference.surprise.changes.entries()) {
          const claim = { impossible: `S${index + 1}`, parcel };
          const right = claim.impossible === answer.impossible && parcel === answer.parcel;
          expect(replanning.verify(reference, claim)).toBe(right);
          if (right) expect(replanning.category(reference, claim)).toBe(4);
          else expect(replanning.category(reference, claim)).toBeLessThanOrEqual(1);
        }
      }
    }
    expect(blocked).toBeGreaterThan(10);
  });
});
