import { describe, expect, it } from 'vitest';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { shortPlans } from '../../../domains/planning/c3-short-plans.ts';
import { ground } from '../../../domains/planning/model/grounding.ts';
import { factWords, stepWords, type Words } from '../../../domains/planning/model/model.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';
import { shortestPlan } from './astar.ts';
import { goalHolds, readPddl, runPddl } from './pddl-interpreter.ts';

type Reference = ReturnType<typeof shortPlans.generate>['reference'];

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', shortPlans, parameters, seed).reference as Reference;
}

/** References of a kind among the first that seeds give. */
function referencesWith(kind: 'plan' | 'obstacle', parameters: Parameters, count: number): Reference[] {
  const found: Reference[] = [];
  for (let seed = 0; found.length < count; seed++) {
    const reference = referenceAt(parameters, `${kind}/${seed}`);
    if ((reference.plan === null) === (kind === 'obstacle')) found.push(reference);
  }
  return found;
}

describe('a short plan', () => {
  it('reaches the goal in an interpreter of the exported PDDL, and A* on the whole world finds none shorter', () => {
    for (const irrelevant of [0, 1, 2]) {
      for (const reference of referencesWith('plan', { length: 4 + irrelevant, irrelevant }, 12)) {
        const { domain, problem, plan } = shortPlans.oracle(reference);
        const task = readPddl(domain!, problem!);
        const end = runPddl(task, plan!);
        if (typeof end === 'number') throw new Error(`step ${end} cannot be carried out`);
        expect(goalHolds(task, end)).toBe(true);
        const found = shortestPlan(ground(reference.model), { statesMax: 100_000 });
        expect(found).toMatchObject({ outcome: 'plan', cost: reference.plan!.length });
      }
    }
  });

  it('is valid when it is longer, and earns by valid steps and goals when it is broken', () => {
    let longer = 0;
    for (const reference of referencesWith('plan', { length: 4 }, 12)) {
      const { plan } = shortPlans.answer(reference) as { plan: Words[] };
      // Any two actions that change nothing together make a detour when they are put in front.
      const task = ground(reference.model);
      for (const there of task.actions) {
        for (const back of task.actions) {
          const detour = { plan: [there, back].map((step) => stepWords(reference.model, step)).concat(plan) };
          if (shortPlans.category(reference, detour) !== 3) continue;
          expect(shortPlans.verify(reference, detour)).toBe(false);
          longer++;
        }
      }
      expect(shortPlans.category(reference, { plan: [...plan, ['no', 'such', 'action']] })).toBe(2);
      expect(shortPlans.category(reference, { plan: plan.slice(0, -1) })).toBeLessThanOrEqual(2);
      expect(shortPlans.category(reference, { plan: [] })).toBe(0);
      expect(shortPlans.category(reference, { plan: [['no'], ...plan] })).toBe(0);
      expect(
        shortPlans.category(reference, {
          impossible: reference.model.goals.map((goal) => factWords(reference.model, goal)),
        }),
      ).toBe(0);
    }
    expect(longer).toBeGreaterThan(12);
  });

  it('has the length asked for, which is that of no plan the proof lets pass', () => {
    for (const length of [1, 4, 9, 13, 16]) {
      const [reference] = referencesWith('plan', { length }, 1) as [Reference];
      expect(reference.plan!.length).toBe(length);
      expect(shortPlans.verify(reference, shortPlans.answer(reference))).toBe(true);
    }
  });
});

describe('an impossible task', () => {
  it('has no plan by A* on the whole world, and none of the facts of its obstacle is ever reached', () => {
    for (const reference of referencesWith('obstacle', { length: 4, irrelevant: 1 }, 15)) {
      const task = ground(reference.model);
      expect(shortestPlan(task, { statesMax: 100_000 }).outcome).toBe('unsolvable');
      for (const fact of reference.obstacle) {
        const alone = ground({ ...reference.model, goals: [fact] });
        expect(shortestPlan(alone, { statesMax: 100_000 }).outcome).toBe('unsolvable');
      }
    }
  });

  it('is proved by any obstacle, not by a part of one or by a fact that may become true', () => {
    for (const reference of referencesWith('obstacle', {}, 15)) {
      const { model } = reference;
      const { impossible } = shortPlans.answer(reference) as { impossible: readonly Words[] };
      const grade = (facts: readonly Words[]) => {
        const answer = { impossible: facts };
        expect(shortPlans.category(reference, answer) === 4).toBe(shortPlans.verify(reference, answer));
        return shortPlans.category(reference, answer);
      };
      expect(grade(impossible)).toBe(4);
      expect(grade(impossible.toReversed())).toBe(4);
      expect(grade(impossible.slice(0, 1))).toBeLessThan(4);
      expect(grade([...impossible, factWords(model, model.init[0]!)])).toBeLessThan(4);
      expect(grade(model.goals.map((goal) => factWords(model, goal)))).toBeLessThan(4);
      expect(shortPlans.category(reference, { plan: [] })).toBe(0);
    }
  });

  it('comes up in 10 to 20 % of the tasks', () => {
    for (const length of [1, 6]) {
      const none = Array.from({ length: 400 }, (_, seed) => referenceAt({ length }, `share/${seed}`)).filter(
        ({ plan }) => plan === null,
      ).length;
      expect(none / 400).toBeGreaterThan(0.1);
      expect(none / 400).toBeLessThan(0.2);
    }
  });
});

describe('answers to planning tasks', () => {
  it('are judged alike by grader and checker, also when they are changed a little', () => {
    for (const parameters of [{ length: 1 }, { length: 6, irrelevant: 10 }, { length: 12, deadEnds: 0.3 }]) {
      for (let seed = 0; seed < 4; seed++) {
        const reference = referenceAt(parameters, `perturbed/${seed}`);
        for (const answer of perturbedAnswers(
          shortPlans as Skill,
          reference,
          40,
          new RandomStream(`${seed}`),
        )) {
          const parsed = shortPlans.answerSchema.safeParse(answer);
          if (!parsed.success) continue;
          expect(shortPlans.category(reference, parsed.data) === 4).toBe(
            shortPlans.verify(reference, parsed.data),
          );
        }
      }
    }
  });
});
