import { expect, it } from 'vitest';
import { syllogisms as agent } from '../../agents/reasoning/syllogisms.ts';
import { Budget } from '../../agents/solver.ts';
import type { Skill } from '../../domains/contract.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { referenceText } from '../../domains/task.ts';
import { solverContract } from './solver-contract.ts';

const skill = syllogisms as Skill;

const { taskAt } = solverContract({
  title: 'syllogisms',
  domain: 'reasoning',
  agent,
  skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({ chain: 2 + (seed % 5), distractors: seed % 4, negation: (seed % 3) / 2 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});

it('the agent for syllogisms gives the reference answer itself, and reads no sentence of another form', () => {
  const [first, second] = [taskAt({}, 1), taskAt({}, 2)];
  const notebook = `${first.prompt}\n${referenceText(skill, first.reference)}\n${skill.solution(first.reference)}`;
  const answer = agent.solve(`${notebook}\n\n${second.prompt}`, 'guided', new Budget(100_000));
  expect(answer).toEqual(skill.answer(second.reference));
  expect(agent.reads(second.prompt.replace('P1. ', 'P1. Most '))).toBe(false);
});
