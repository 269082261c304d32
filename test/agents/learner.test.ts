import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AgentAnswer, answerMessages } from '../../agents/agent.ts';
import type { Strategy } from '../../agents/solver.ts';
import { extractAnswer } from '../../domains/answer.ts';
import { randomVector } from '../../domains/check/vectors.ts';
import type { Skill } from '../../domains/contract.ts';
import {
  composeNotebook,
  type NotebookEntry,
  notebookTokensMax,
  withNotebook,
} from '../../domains/notebook.ts';
import { RandomStream } from '../../domains/random.ts';
import { reasoning } from '../../domains/reasoning/index.ts';
import { generateTask, gradeText, type Task } from '../../domains/task.ts';

const skills = reasoning.skills.map((skill) => [skill.id, skill] as const);

/** Tasks at parameters drawn evenly over their ranges. */
function tasksOf(skill: Skill, name: string, count: number): Task[] {
  const random = new RandomStream(name);
  return Array.from({ length: count }, (_, index) =>
    generateTask('reasoning', skill, randomVector(skill, random.substream(index)), `${name}/${index}`),
  );
}

function entryOf(skill: Skill, task: Task, ordinal: number): NotebookEntry {
  const solution = skill.solution(task.reference);
  return { skill: skill.id, ordinal, question: task.prompt, answer: '', score: 0, solution };
}

/** The notebook after some practice of a skill. */
function notebookAfter(skill: Skill, count: number, name = 'practice'): string {
  const entries = tasksOf(skill, name, count).map((task, ordinal) => entryOf(skill, task, ordinal));
  return composeNotebook(entries, skill.id, [], notebookTokensMax).text;
}

function ask(strategy: Strategy, nodesMax: number, prompt: string, notebook = ''): AgentAnswer {
  return answerMessages([{ role: 'user', content: withNotebook(notebook, prompt) }], strategy, nodesMax);
}

function meanScore(skill: Skill, tasks: readonly Task[], nodesMax: number, notebook: string): number {
  const scores = tasks.map(({ prompt, reference }) => {
    const { text, nodes } = ask('learner', nodesMax, prompt, notebook);
    expect(nodes).toBeLessThanOrEqual(nodesMax);
    return gradeText(skill, reference, text).score;
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

describe.each(skills)('a learner of %s', (_, skill) => {
  const tasks = tasksOf(skill, 'measured', 30);
  const practices = ['one', 'two', 'three', 'four'];

  it('answers as the blind agent does when its notebook is empty', () => {
    for (const { prompt } of tasks) {
      for (const nodesMax of [10, 300, 3000]) {
        const [learner, blind] = [ask('learner', nodesMax, prompt), ask('blind', nodesMax, prompt)];
        expect(learner.text.replace('(learner)', '(blind)')).toBe(blind.text);
        expect(learner.nodes).toBe(blind.nodes);
      }
    }
  });

  it('succeeds more often the more it has practised', () => {
    const [none, one, two, four] = [0, 1, 2, 4].map((count) => {
      const means = practices.map((name) => meanScore(skill, tasks, 1000, notebookAfter(skill, count, name)));
      return means.reduce((sum, mean) => sum + mean, 0) / means.length;
    }) as [number, number, number, number];
    expect(one).toBeGreaterThan(none + 0.15);
    expect(two).toBeGreaterThan(one);
    expect(four).toBeGreaterThan(one + 0.03);
    expect(four).toBeGreaterThan(none + 0.3);
  });

  it('answers right with nodes enough, whatever it has learned', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { prompt, reference } = generateTask('reasoning', skill, {}, `enough/${seed}`);
      const { text } = ask('learner', 1_000_000, prompt, notebookAfter(skill, 1, `enough/${seed}`));
      const { cause } = gradeText(skill, reference, text);
      // Valid is enough: who has not seen proofs compared may give a longer one.
      expect(cause, text).toBeNull();
    }
  });

  it('learns from the worked solutions alone', () => {
    const mute: Skill = { ...skill, solution: () => 'See above.' };
    const notebook = notebookAfter(mute, 4);
    expect(notebook).toContain('Example 3');
    for (const { prompt } of tasks)
      expect(ask('learner', 300, prompt, notebook)).toEqual(ask('learner', 300, prompt));
  });

  it('learns nothing from the notebook of another skill', () => {
    for (const [, other] of skills.filter(([id]) => id !== skill.id)) {
      const notebook = notebookAfter(other, 4);
      for (const { prompt } of tasks)
        expect(ask('learner', 300, prompt, notebook)).toEqual(ask('learner', 300, prompt));
    }
  });

  it('answers the same question with the same notebook alike, in whatever order the examples stand', () => {
    const entries = tasksOf(skill, 'order', 3).map((task, ordinal) => entryOf(skill, task, ordinal));
    const [notebook, reversed] = [
      entries,
      entries.map((entry) => ({ ...entry, ordinal: -entry.ordinal })),
    ].map((all) => composeNotebook(all, skill.id, [], 100_000).text);
    expect(reversed).not.toBe(notebook);
    for (const { prompt } of tasks) {
      const answer = ask('learner', 1000, prompt, notebook);
      expect(ask('learner', 1000, prompt, notebook)).toEqual(answer);
      expect(ask('learner', 1000, prompt, reversed)).toEqual(answer);
    }
  });

  it('survives a notebook of garbage', () => {
    const lines = notebookAfter(skill, 2).split('\n');
    const { prompt } = tasks[0] as Task;
    const garbled = fc
      .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...lines) }, fc.string()), { maxLength: 120 })
      .map((parts) => [...parts, 'END OF NOTEBOOK'].join('\n'));
    fc.assert(
      fc.property(garbled, (notebook) => {
        const { text } = ask('learner', 300, prompt, notebook);
        expect(extractAnswer(text, z.unknown()).ok).toBe(true);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it.each(['blind', 'guided'] as const)('has a notebook that the %s agent passes over', (strategy) => {
    const notebook = notebookAfter(skill, 4);
    for (const { prompt } of tasks) {
      for (const nodesMax of [30, 300])
        expect(ask(strategy, nodesMax, prompt, notebook)).toEqual(ask(strategy, nodesMax, prompt));
    }
  });
});
