import { describe, expect, it } from 'vitest';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { projection } from '../../../domains/planning/c1-projection.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';
import { pddlFact, readPddl, runPddl } from './pddl-interpreter.ts';

type Reference = ReturnType<typeof projection.generate>['reference'];

const corners: readonly Parameters[] = [1, 60].flatMap((steps) =>
  [5, 24].flatMap((objects) => [0, 3].map((sideEffects) => ({ steps, objects, sideEffects }))),
);

function referenceAt(parameters: Parameters, seed: string): Reference {
  return generateTask('planning', projection, parameters, seed).reference as Reference;
}

describe('the changes of a projection', () => {
  it('are those that an interpreter of the exported PDDL comes to', () => {
    for (const parameters of corners) {
      for (let seed = 0; seed < 6; seed++) {
        const reference = referenceAt(parameters, `pddl/${seed}`);
        const { domain, problem, plan } = projection.oracle(reference);
        const task = readPddl(domain!, problem!);
        const end = runPddl(task, plan!);
        if (typeof end === 'number') throw new Error(`step ${end} cannot be carried out`);
        const changes = projection.answer(reference);
        expect(new Set(changes.true.map(pddlFact))).toEqual(end.difference(task.init));
        expect(new Set(changes.false.map(pddlFact))).toEqual(task.init.difference(end));
      }
    }
  });

  it('earn everything only whole, in any order, and ever less the more is missing or wrong', () => {
    for (let seed = 0; seed < 30; seed++) {
      const reference = referenceAt({ steps: 20, sideEffects: 1 }, `partial/${seed}`);
      const answer = projection.answer(reference);
      const backward = { true: answer.true.toReversed(), false: answer.false.toReversed() };
      expect(projection.category(reference, backward)).toBe(4);
      expect(projection.verify(reference, backward)).toBe(true);
      const all = [...answer.true, ...answer.false];
      let last = 4;
      for (let kept = all.length - 1; kept >= 0; kept--) {
        const fewer = {
          true: answer.true.slice(0, kept),
          false: answer.false.slice(0, Math.max(0, kept - answer.true.length)),
        };
        const category = projection.category(reference, fewer);
        expect(category).toBeLessThan(4);
        expect(category).toBeLessThanOrEqual(last);
        last = category;
      }
      expect(last).toBe(0);
      expect(projection.category(reference, { true: answer.false, false: answer.true })).toBe(0);
    }
  });

  it('are judged alike by grader and checker, also when an answer is changed a little', () => {
    for (const parameters of corners) {
      const reference = referenceAt(parameters, 'perturbed');
      for (const answer of perturbedAnswers(
        projection as Skill,
        reference,
        40,
        new RandomStream('perturbed'),
      )) {
        const parsed = projection.answerSchema.safeParse(answer);
        if (!parsed.success) continue;
        expect(projection.category(reference, parsed.data) === 4).toBe(
          projection.verify(reference, parsed.data),
        );
      }
    }
  });
});

describe('the prompt of a projection', () => {
  it('is the same for the same seed, and its canonical form has no word of the skin', () => {
    for (const parameters of corners) {
      const task = generateTask('planning', projection, parameters, 'bytes');
      expect(generateTask('planning', projection, parameters, 'bytes')).toEqual(task);
      const stream = new RandomStream(task.seed).substream('C1', 0);
      const { canonical, reference } = projection.generate(task.parameters, stream);
      if (task.skin !== 'nonce') continue;
      for (const { name } of [...reference.model.objects, ...reference.model.actions])
        expect(canonical).not.toContain(name);
    }
  });

  it('has one sentence for every fact of the start, and one line for every action', () => {
    const { prompt, reference } = generateTask('planning', projection, {}, 'lines');
    const { model, steps } = reference as Reference;
    const start = prompt.split('At the start:\n')[1]!.split('\n\n')[0]!.split('\n');
    expect(new Set(start).size).toBe(model.init.length);
    expect(prompt.match(/^\d+\. \[/gm)?.length).toBe(steps.length);
  });
});
