import { expect, it } from 'vitest';
import { orders as agent } from '../../agents/reasoning/orders.ts';
import { Budget } from '../../agents/solver.ts';
import type { Skill } from '../../domains/contract.ts';
import { ruleChains } from '../../domains/reasoning/b2-rule-chains.ts';
import { orders } from '../../domains/reasoning/b4-orders.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'orders, intervals and places',
  domain: 'reasoning',
  agent,
  skill: orders as Skill,
  otherSkill: ruleChains as Skill,
  solvable: (seed) => ({
    chain: 2 + (seed % 7),
    relations: 12 + 4 * (seed % 10),
    removed: 0.1 + (seed % 6) / 10,
  }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.9,
});

it('the agent for orders learns the links that a worked solution follows, and to look both ways', () => {
  const question = [
    'Statements:',
    '1. Ada arrived before Bo arrived and left after Bo left.',
    '2. Cy left after Bo arrived.',
    '3. Di left while Bo was there, and Di arrived before Bo arrived.',
    '',
    'Questions:',
    'Q1. Did Ada arrive before or after Cy left?',
    'Q2. Did Di leave before or after Cy arrived?',
    '',
    'Answer with one JSON object that has an entry for each of the questions Q1 to Q2, with the value "after", "before" or "unknown".',
  ].join('\n');
  const chain =
    'Q1: by 1, Ada arrived before Bo arrived; by 2, Bo arrived before Cy left. So Ada arrived before Cy left.';
  const open =
    "Q2: known to be before Cy's arrival: none; after: Cy's departure. Di's departure is in neither list, so this is unknown.";
  const followed = [
    'look up links from arrived to arrived',
    'look up links from left to left',
    'look up links from arrived to left',
  ];
  const both = 'both directions in turn';
  const learned = (solution: string) => new Set(agent.techniquesIn({ question, solution }));
  expect(learned(`${chain}\n${open}`)).toEqual(new Set([...followed, both]));
  expect(learned(chain)).toEqual(new Set(followed));
  expect(learned(open)).toEqual(new Set([both]));
  expect(learned('')).toEqual(new Set());
  expect(agent.techniquesIn({ question: '', solution: `${chain}\n${open}` })).toEqual([]);
  const budget = new Budget(1_000);
  expect(agent.solve(question, 'blind', budget)).toEqual({ Q1: 'before', Q2: 'unknown' });
});
