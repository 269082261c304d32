import { describe, expect, it } from 'vitest';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { planCheck } from '../../../domains/planning/c2-plan-check.ts';
import { stepWords } from '../../../domains/planning/model/model.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';
import { pddlFact, readPddl, runPddl } from './pddl-interpreter.ts';

type Reference = ReturnType<typeof planCheck.generate>['reference'];

const corners: readonly Parameters[] = [5, 40].flatMap((length) =>
  [0, 1].flatMap((depth) =>
    [5, 24].flatMap((objects) => [0, 2].map((sideEffects) => ({ length, depth, objects, sideEffects }))),
  ),
);

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', planCheck, parameters, seed).reference as Reference;
}

const lineOf = ([action, ...objects]: readonly string[]) =>
  `(a-${action} ${objects.map((name) => `o-${name}`).join(' ')})`;

describe('the failure of a plan', () => {
  it('is where an interpreter of the exported PDDL stops, which the repair lets go on', () => {
    for (const parameters of corners) {
      for (let seed = 0; seed < 5; seed++) {
        const reference = referenceAt(parameters, `pddl/${seed}`);
        const { domain, problem } = planCheck.oracle(reference);
        const task = readPddl(domain!, problem!);
        const plan = reference.steps.map((step) => lineOf(stepWords(reference.model, step)));
        const end = runPddl(task, plan.join('\n'));
        const answer = planCheck.answer(reference);
        if ('gained' in answer) {
          if (typeof end === 'number') throw new Error(`step ${end} fails`);
          const thing = `o-${reference.model.objects[reference.asked]!.name}`;
          const gained = [...end.difference(task.init)].filter((fact) => fact.split(' ').includes(thing));
          expect(answer.gained.map(pddlFact).sort()).toEqual(gained.sort());
          expect(gained.length).toBeGreaterThan(0);
          continue;
        }
        expect(end).toBe(answer.step);
        const mended = plan.slice(0, answer.step).toSpliced(answer.step - 1, 0, lineOf(answer.repair));
        expect(typeof runPddl(task, mended.join('\n'))).toBe('object');
        const before = runPddl(task, plan.slice(0, answer.step - 1).join('\n')) as ReadonlySet<string>;
        const forbidden =
          reference.model.actions[reference.steps[answer.step - 1]!.action]!.forbids.length > 0;
        if (!forbidden) expect(before.has(pddlFact(answer.missing))).toBe(false);
      }
    }
  });

  it('is accepted with every repair that works, and no other', () => {
    let several = 0;
    for (let seed = 0; seed < 60; seed++) {
      const reference = referenceAt({}, `repairs/${seed}`);
      const answer = planCheck.answer(reference);
      if ('gained' in answer) continue;
      const { model, failure } = reference;
      if (failure!.repairs.length > 1) several++;
      for (const repair of failure!.repairs) {
        const other = { ...answer, repair: stepWords(model, repair) };
        expect(planCheck.category(reference, other)).toBe(4);
        expect(planCheck.verify(reference, other)).toBe(true);
      }
      for (const step of reference.steps) {
        const other = { ...answer, repair: stepWords(model, step) };
        expect(planCheck.category(reference, other) === 4).toBe(planCheck.verify(reference, other));
      }
    }
    expect(several).toBeGreaterThan(0);
  });

  it('earns a part for the right step alone, more with one of the two other parts, nothing for another step', () => {
    for (let seed = 0; seed < 20; seed++) {
      const reference = referenceAt({}, `partial/${seed}`);
      const answer = planCheck.answer(reference);
      if ('gained' in answer) {
        expect(planCheck.category(reference, { step: 0, gained: [] })).toBe(0);
        expect(planCheck.category(reference, { step: 0, gained: [...answer.gained, ['x']] })).toBe(1);
        continue;
      }
      expect(planCheck.category(reference, { ...answer, missing: [], repair: [] })).toBe(1);
      expect(planCheck.category(reference, { ...answer, repair: [] })).toBe(2);
      expect(planCheck.category(reference, { ...answer, missing: [] })).toBe(2);
      expect(planCheck.category(reference, { ...answer, step: answer.step + 1 })).toBe(0);
      expect(planCheck.category(reference, { step: 0, gained: [] })).toBe(0);
    }
  });

  it('is missing in 10 to 20 % of the plans', () => {
    const whole = Array.from({ length: 400 }, (_, seed) => referenceAt({}, `share/${seed}`)).filter(
      ({ failure }) => failure === null,
    ).length;
    expect(whole / 400).toBeGreaterThan(0.1);
    expect(whole / 400).toBeLessThan(0.2);
  });

  it('is judged alike by grader and checker, also when an answer is changed a little', () => {
    for (const parameters of corners) {
      const reference = referenceAt(parameters, 'perturbed');
      for (const answer of perturbedAnswers(
        planCheck as Skill,
        reference,
        40,
        new RandomStream('perturbed'),
      )) {
        const parsed = planCheck.answerSchema.safeParse(answer);
        if (!parsed.success) continue;
        expect(planCheck.category(reference, parsed.data) === 4).toBe(
          planCheck.verify(reference, parsed.data),
        );
      }
    }
  });
});
