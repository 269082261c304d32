import { describe, expect, it } from 'vitest';
import { trace } from '../../../domains/code/a1-trace.ts';
import { javascriptModule } from '../../../domains/code/ir/javascript.ts';
import { isDistinguished, mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import { keepsNaturals } from '../../../domains/code/ir/naturals.ts';
import {
  arithmetic,
  compare,
  functionsOf,
  int,
  type Program,
  type Statement,
  statementsIn,
  variable,
} from '../../../domains/code/ir/program.ts';
import type { Skill } from '../../../domains/contract.ts';
import { generateTask } from '../../../domains/task.ts';
import { javascriptReturns, list, programOf, returned } from './emitted.ts';
import { typeProblems } from './program-types.ts';

type Reference = ReturnType<typeof trace.generate>['reference'];

const drawn = [12, 30, 60, 200].flatMap((steps) =>
  ['a', 'b'].map((seed) => {
    const { reference } = generateTask('code', trace as Skill, { steps, state: 12, callDepth: 2 }, seed);
    return reference as Reference;
  }),
);

const numbers = { kind: 'list', item: { kind: 'int' } } as const;
const [x, sum, limit] = [variable('x'), variable('sum'), variable('limit')];

/** Adds up what is below the limit, in steps. */
const adding: Program = programOf(
  [
    { kind: 'let', name: 'sum', value: int(0) },
    {
      kind: 'forEach',
      name: 'x',
      list: variable('xs'),
      body: [
        {
          kind: 'if',
          branches: [
            { condition: compare(x, '>', limit), body: [{ kind: 'break' }] },
            {
              condition: compare(x, '==', variable('step')),
              body: [{ kind: 'assign', name: 'sum', value: arithmetic(sum, '-', int(1)) }],
            },
          ],
          otherwise: [{ kind: 'assign', name: 'sum', value: arithmetic(sum, '+', x) }],
        },
      ],
    },
    returned(sum),
  ],
  {
    parameters: [
      { name: 'xs', type: numbers },
      { name: 'limit', type: { kind: 'int' } },
      { name: 'step', type: { kind: 'int' } },
    ],
  },
);

describe('a mutant', () => {
  it('is well typed, can be emitted, and differs from the program in one statement', () => {
    for (const { program } of drawn) {
      const mutants = mutantsOf(program);
      expect(mutants.length).toBeGreaterThan(20);
      for (const mutant of mutants) {
        expect(typeProblems(mutant.program)).toEqual([]);
        expect(() => javascriptModule(mutant.program.modules[0]!)).not.toThrow();
        const [before, after] = [program, mutant.program].map((one) =>
          functionsOf(one).find(({ name }) => name === mutant.function),
        );
        expect(statementsIn(before!.body)).toContain(mutant.statement);
        expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
        const kept = functionsOf(program).filter((one) => one !== before);
        expect(functionsOf(mutant.program)).toEqual(expect.arrayContaining(kept));
        if (mutant.changed !== null) expect(statementsIn(after!.body)).toContain(mutant.changed);
      }
    }
  });

  it('is made by every operator that finds something, and none is made twice', () => {
    const mutants = mutantsOf(adding);
    expect(new Set(mutants.map(({ program }) => JSON.stringify(program))).size).toBe(mutants.length);
    expect(new Set(mutants.map(({ operator }) => operator))).toEqual(
      new Set([
        'constant',
        'relational operator',
        'arithmetic operator',
        'operands swapped',
        'condition negated',
        'wrong variable',
        'branches swapped',
        'break/continue',
        'statement left out',
      ]),
    );
    const second = mutants.filter(({ branch }) => branch === 1);
    expect(second.map(({ operator }) => operator)).toContain('relational operator');
  });

  it('keeps the bound of a loop steady, and a result where one is wanted', () => {
    const loop: Statement = {
      kind: 'forRange',
      name: 'i',
      from: int(0),
      to: variable('limit'),
      body: [{ kind: 'assign', name: 'sum', value: arithmetic(sum, '+', variable('i')) }],
    };
    const counting = programOf([{ kind: 'let', name: 'sum', value: int(0) }, loop, returned(sum)], {
      parameters: [{ name: 'limit', type: { kind: 'int' } }],
    });
    const descriptions = mutantsOf(counting).map(({ description }) => description);
    expect(descriptions).not.toContain('limit becomes sum');
    expect(descriptions).toContain('one too far');
    expect(descriptions).not.toContain('a return is lost');
  });
});

describe('inputs', () => {
  const input = (items: number[], limitAt: number, stepAt: number) => [
    list(...items.map(int)),
    int(limitAt),
    int(stepAt),
  ];

  it('tell a mutant apart by what it returns or by its coming to nothing, and only then', () => {
    const later = mutantsOf(adding).findLast(({ description }) => description === 'x becomes limit')!;
    expect(isDistinguished(adding, later.program, [input([1, 2], 5, 9)], 100)).toBe(true);
    expect(isDistinguished(adding, later.program, [input([], 5, 9)], 100)).toBe(false);
    const [same] = mutantsOf(adding).filter(({ description }) => description === '== becomes !=');
    expect(isDistinguished(adding, same!.program, [input([9], 5, 9)], 100)).toBe(false);
    const endless = programOf([
      { kind: 'while', condition: compare(int(1), '<', int(2)), body: [] },
      returned(int(1)),
    ]);
    const plain = programOf([returned(int(1))]);
    expect(isDistinguished(plain, endless, [[]], 100)).toBe(true);
    expect(isDistinguished(endless, plain, [[]], 100)).toBe(false);
  });

  it('show whether a mutant keeps the naturals, and then its JavaScript returns what the interpreter does', () => {
    let [kept, broken] = [0, 0];
    for (const { program, call: given } of drawn) {
      for (const mutant of mutantsOf(program).filter((_, at) => at % 7 === 0)) {
        if (!keepsNaturals(mutant.program, given.arguments, 2_000)) {
          broken++;
          continue;
        }
        kept++;
        expect(javascriptReturns(mutant.program, given)).toEqual(
          resultOf(mutant.program, given.arguments, 2_000),
        );
      }
    }
    expect(kept).toBeGreaterThan(50);
    expect(broken).toBeGreaterThan(0);
  });
});
