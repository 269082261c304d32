import { expect, it } from 'vitest';
import { traces as agent } from '../../agents/code/a1-trace.ts';
import { readExpression, readFunctions } from '../../agents/code/program-parser.ts';
import { ProgramRun } from '../../agents/code/program-run.ts';
import type { Language } from '../../agents/code/program-tokens.ts';
import { Budget } from '../../agents/solver.ts';
import { trace } from '../../domains/code/a1-trace.ts';
import type { Skill } from '../../domains/contract.ts';
import { syllogisms } from '../../domains/reasoning/b1-syllogisms.ts';
import { solverContract } from './solver-contract.ts';

solverContract({
  title: 'traces of programs',
  domain: 'code',
  agent,
  skill: trace as Skill,
  otherSkill: syllogisms as Skill,
  solvable: (seed) => ({
    steps: 4 + 8 * seed,
    state: 2 + (seed % 20),
    callDepth: seed % 5,
    aliasing: (seed % 3) / 5,
  }),
  scoreMin: { blind: 1, guided: 1 },
  passes: 0.99,
  // Steps are what costs nodes: calls and second names change which steps there are, not how many.
  costly: ['steps', 'state'],
});

const programs: readonly (readonly [Language, string, string, unknown])[] = [
  [
    'python',
    [
      'def main(xs, stock):',
      '    """Do it."""',
      '    n = 0',
      '    for name in list(stock):',
      '        if name == "fig" or not stock[name] > 2:',
      '            continue',
      '        elif n > 9:',
      '            break',
      '        else:',
      '            n += stock[name] // 2',
      '    while n > 0 and len(xs) > 1:',
      '        xs.pop()',
      '        n -= 1',
      '    xs.append(-7 % 5)',
      '    return {"xs": xs[1:] + [n], "kiwi": stock.get("kiwi", 4), "more": 1 if "fig" in stock else 2}',
    ].join('\n'),
    'main([1, 2, 3, 4], {"pear": 5, "fig": 8})',
    { xs: [2, 3, 0].slice(0, 1).concat([3, 0]), kiwi: 4, more: 1 },
  ],
  [
    'javascript',
    [
      '// Do it.',
      'function main(xs, stock) {',
      '  let n = 0;',
      '  for (const name of Object.keys(stock)) {',
      '    if (name === "fig" || !(stock[name] > 2)) {',
      '      continue;',
      '    } else if (n > 9) {',
      '      break;',
      '    } else {',
      '      n += Math.floor(stock[name] / 2);',
      '    }',
      '  }',
      '  for (let i = 0; i < xs.length; i++) {',
      '    xs[i] -= Math.max(i, n) * 2 - (3 - -7 % 5);',
      '  }',
      '  const copy = xs.slice(1, 3);',
      '  copy.push(((-7 % 5) + 5) % 5);',
      '  return { xs: copy, n, kiwi: (stock.kiwi ?? 4) + 1, more: "fig" in stock ? "a" + "b" : String(3) };',
      '}',
    ].join('\n'),
    'main([1, 2, 3, 4], { pear: 5, fig: 8 })',
    { xs: [3, 4, 3], n: 2, kiwi: 5, more: 'ab' },
  ],
];

it.each(programs)('the agent for traces runs %s as it is written', (language, text, called, returned) => {
  const functions = readFunctions(text, language);
  const call = readExpression(called, language);
  if (functions === null || call === null) throw new Error('not read');
  expect(new ProgramRun(functions, language, new Budget(10_000), new Set()).called(call)).toEqual(returned);
});

it('the agent for traces learns from a worked solution which changes to note', () => {
  const question = [
    'Here is a program in Python:',
    '',
    '```python',
    'def main(xs):',
    '    return xs',
    '```',
    '',
    'It is called like this:',
    '',
    '```python',
    'main([1])',
    '```',
    '',
    'What does the call return? Give the value as JSON: a list as an array.',
  ].join('\n');
  const lines: readonly (readonly [string, string])[] = [
    ['1. `total = 0`: total is 0', 'note variables'],
    ['2. in main, turn is 3', 'note each round'],
    ['3. `xs[0] += 2`: xs is [3]', 'note changes in place'],
    ['4. `xs.append(3)`: xs is [3,3]', 'note what is added and taken out'],
    ['5. `return amount + 1`', 'note what is returned'],
  ];
  for (const left of [null, ...lines.keys()]) {
    const kept = lines.filter((_, at) => at !== left);
    const solution = ['Carry out:', ...kept.map(([line]) => line), 'So main returns [3,3].'].join('\n');
    expect(new Set(agent.techniquesIn({ question, solution }))).toEqual(
      new Set(kept.map(([, note]) => note)),
    );
  }
  expect(agent.techniquesIn({ question: '', solution: lines.map(([line]) => line).join('\n') })).toEqual([]);
  expect(agent.reads(question.replace('return xs', 'return xs ~ 1'))).toBe(false);
});
