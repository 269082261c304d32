import { expect, it } from 'vitest';
import { truthTellers as agent } from '../../agents/reasoning/truth-tellers.ts';
import type { Skill } from '../../domains/contract.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { truthTellers } from '../../domains/reasoning/b3-truth-tellers.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'truth-tellers and liars',
  domain: 'reasoning',
  agent,
  skill: truthTellers as Skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({ people: 4 + (seed % 9), depth: 1 + (seed % 4), parity: (seed % 3) / 2 }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});

it('the agent for truth-tellers learns which statements a worked solution concludes from, and to suppose', () => {
  const question = [
    'Here are 3 people: Ada, Bo and Cy. Each of them is either a knight or a knave. Everything that a knight says is true, and everything that a knave says is false.',
    '',
    'Statements:',
    '1. Ada says: "Bo is a knave and Cy is a knight."',
    '2. Bo says: "Ada would say that (if Cy is a knight, then Ada is a knave)."',
    '3. Cy says: "Either Ada is a knight or Bo is a knight, but not both."',
    '',
    'Find it. Answer with one JSON object that has an entry for each of the 3 names, with the value "knight" or "knave".',
  ].join('\n');
  const lines: readonly (readonly [string, string])[] = [
    ['Suppose that Ada is a knight.', 'fewest open roles first'],
    [
      '  By statement 1, as Ada is a knight, Cy is a knight and Bo is a knave.',
      'conclude from "and" of roles',
    ],
    ['  By statement 2, as Ada is a knight, Bo is a knave.', 'conclude from "says" of longer clauses'],
  ];
  for (const left of [null, ...lines.keys()]) {
    const kept = lines.filter((_, at) => at !== left);
    const solution = [
      ...kept.map(([line]) => line),
      'Cy cannot make statement 3.',
      'By statement 9, it is.',
    ].join('\n');
    expect(new Set(agent.techniquesIn({ question, solution }))).toEqual(
      new Set(kept.map(([, shown]) => shown)),
    );
  }
  expect(agent.techniquesIn({ question: '', solution: lines.map(([line]) => line).join('\n') })).toEqual([]);
  expect(agent.reads(question.replace('but not both', 'or both'))).toBe(false);
});
