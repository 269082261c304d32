import { describe, expect, it } from 'vitest';
import { denials as agent } from '../../../agents/creative/denials.ts';
import { Budget, type Strategy } from '../../../agents/solver.ts';
import { answerText } from '../../../domains/answer.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { procedures } from '../../../domains/creative/d2-procedures.ts';
import { denials } from '../../../domains/creative/d3-denials.ts';
import { type Denials, reachable } from '../../../domains/creative/machine/rounds.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText, type Task } from '../../../domains/task.ts';

const skill = denials as Skill;

function taskAt(parameters: Parameters, seed: string): Task {
  return generateTask('creative', skill, parameters, seed);
}

function drawnAt(seed: number): Denials {
  const parameters = randomVector(skill, new RandomStream(`denials ${seed}`));
  return taskAt(parameters, `drawn ${seed}`).reference as Denials;
}

describe('rounds of denial', () => {
  it('are won by one program of each of any strategies that are not denied, in any order', () => {
    for (let seed = 0; seed < 60; seed++) {
      const reference = drawnAt(seed);
      const { invention, rounds, denied } = reference;
      const namesOf = (fingerprint: string) =>
        invention.examples[fingerprint]!.map((key) => invention.keys[key]!.name);
      const random = new RandomStream(`won ${seed}`);
      const programs = random.sample(reachable(reference), rounds).map(namesOf);
      const grade = (given: string[][]) => {
        const category = denials.category(reference, { programs: given });
        expect(denials.verify(reference, { programs: given })).toBe(category === 4);
        return category;
      };
      expect(grade(programs)).toBe(4);
      expect(grade([...programs, ['nonsense']])).toBe(4);
      expect(grade(programs.slice(1))).toBeLessThanOrEqual(2);
      expect(grade([...programs.slice(1), programs[1]!])).toBeLessThanOrEqual(2);
      expect(grade([['nonsense'], ...programs])).toBeLessThanOrEqual(2);
      for (const fingerprint of denied)
        expect(grade([namesOf(fingerprint), ...programs.slice(1)])).toBeLessThanOrEqual(2);
      for (const odd of ['__proto__', 'toString']) expect(grade(programs.map(() => [odd]))).toBe(0);
      expect(denials.aspects?.(reference, { programs }).quality).toBe(1);
      expect(denials.aspects?.(reference, { programs: [] })).toEqual({ quality: 0, novelty: 0 });
      expect(JSON.stringify(reference).length).toBeLessThan(30_000);
    }
  });

  it('pay in parts by the programs that count', () => {
    const task = taskAt({ rounds: 12, length: 8 }, 'parts');
    const reference = task.reference as Denials;
    const { programs } = denials.answer(reference);
    const categories = programs.map((_, count) =>
      denials.category(reference, { programs: programs.slice(0, count) }),
    );
    expect(categories[0]).toBe(0);
    expect(categories.at(-1)).toBe(2);
    expect(categories).toEqual(categories.toSorted((left, right) => left - right));
  });

  it('deny the most common strategies', () => {
    for (let seed = 0; seed < 60; seed++) {
      const reference = drawnAt(seed);
      const { invention, denied } = reference;
      const least = Math.min(...denied.map((fingerprint) => invention.pool[fingerprint]!));
      for (const fingerprint of reachable(reference))
        expect(invention.pool[fingerprint]).toBeLessThanOrEqual(least);
    }
  });
});

describe('the agent for rounds of denial', () => {
  const score = (task: Task, strategy: Strategy, nodes: number, techniques: readonly string[] = []) => {
    const answer = agent.solve(task.prompt, strategy, new Budget(nodes), new Set(techniques));
    return gradeText(skill, task.reference, answerText(answer)).score;
  };
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('wins all rounds from the prompt alone, and reads no question for one program', () => {
    for (let seed = 0; seed < 15; seed++)
      expect(score(taskAt({ rounds: 2 + (seed % 8) }, `guided ${seed}`), 'guided', 1_000_000)).toBe(1);
    const other = generateTask('creative', procedures as Skill, {}, 'other').prompt;
    expect(agent.reads(other)).toBe(false);
    expect(agent.reads(`${other}\n\n${taskAt({}, 'read').prompt}`)).toBe(true);
  });

  it('does better guided than blind, and a learner better once it has seen a worked solution', () => {
    const tasks = Array.from({ length: 20 }, (_, seed) => taskAt({}, `learner ${seed}`));
    const [first, ...rest] = tasks as [Task, ...Task[]];
    const solution = denials.solution(first.reference as Denials);
    const techniques = agent.techniquesIn({ question: first.prompt, solution });
    const blind = mean(rest.map((task) => score(task, 'blind', 3_000)));
    const learner = mean(rest.map((task) => score(task, 'learner', 3_000, techniques)));
    expect(learner).toBeGreaterThan(blind + 0.3);
    expect(learner).toBe(mean(rest.map((task) => score(task, 'guided', 3_000))));
  });
});
