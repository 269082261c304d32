import { completed, spend } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { compositions } from './compositions.ts';
import { type RealmRules, readRules } from './realm-rules.ts';
import { plainPrompt, readTransferPrompt } from './transfer-prompt.ts';

/** That the amount of a rule is taken from an example. */
const fromExamples = 'amounts from an example';

/**
 * Writes a program that is asked for in the terms of a realm: it finds the plain words of the realm's rules, puts them
 * into the steps and goes on as with any composed program. Guided, it takes the amounts of rules from an example; blind,
 * it tries them from 0 outwards. Out of budget, it leaves names in the steps as they are.
 */
export const transfers: Solver = {
  form: 'code',
  reads: (prompt) => readTransferPrompt(prompt) !== null && compositions.reads(prompt),
  techniquesIn({ question, solution }) {
    const task = readTransferPrompt(question);
    if (task === null) return [];
    const plain = plainPrompt(task, noRules, () => {});
    return [
      ...(solution.includes('take its amount from one example') ? [fromExamples] : []),
      ...compositions.techniquesIn({ question: plain, solution }),
    ];
  },
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readTransferPrompt(prompt);
    if (task === null) return null;
    const derives = strategy === 'guided' || techniques.has(fromExamples);
    let rules = noRules;
    let plain = plainPrompt(task, rules, () => {});
    completed(() => {
      rules = readRules(task.rules, derives ? 'an example' : 'trying', () => spend(budget));
      plain = plainPrompt(task, rules, () => spend(budget));
    });
    return compositions.solve(plain, strategy, budget, techniques);
  },
};

const noRules: RealmRules = { changes: new Map(), classes: new Map(), words: new Map() };
