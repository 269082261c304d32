import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalValue, ProgramError, run } from '../../../domains/code/ir/interpreter.ts';
import { javascriptExpression, javascriptModule } from '../../../domains/code/ir/javascript.ts';
import { camelCase, reservedWords } from '../../../domains/code/ir/names.ts';
import {
  arithmetic,
  type Call,
  call,
  compare,
  type Expression,
  int,
  type Module,
  type Program,
  type Statement,
  variable,
} from '../../../domains/code/ir/program.ts';
import { pythonExpression, pythonModule } from '../../../domains/code/ir/python.ts';
import { equalJson, jsonOf } from '../../../domains/code/ir/values.ts';
import {
  hasPython,
  javascriptReturns,
  list,
  programOf,
  pythonFile,
  pythonPrints,
  returned,
  text,
} from './emitted.ts';
import { typeProblems } from './program-types.ts';

const x = variable('xs');
const add = (left: Expression, right: Expression) => arithmetic(left, '+', right);
const at = (of: Expression, index: Expression) => ({ kind: 'element', of, index }) as const;
const slice = (of: Expression, from: number, to: number | null): Expression => ({
  kind: 'slice',
  of,
  from: int(from),
  to: to === null ? null : int(to),
});
const length = (of: Expression): Expression => ({ kind: 'length', of });
const make = (name: string, value: Expression): Statement => ({ kind: 'let', name, value });
const entry = (map: Expression, key: Expression, fallback: Expression | null = null) =>
  ({ kind: 'entry', map, key, fallback }) as const;
const pairs = [
  [7, 3],
  [-7, 3],
  [7, 5],
  [-1, 5],
  [-10, 5],
  [0, 4],
] as const;

interface Case {
  readonly title: string;
  readonly program: Program;
  readonly call?: Call;
  readonly gives: unknown;
}

const cases: readonly Case[] = [
  {
    title: 'division and remainder of negative numbers round down',
    program: programOf([
      returned(
        list(
          ...pairs.flatMap(([left, right]) => [
            arithmetic(int(left), '//', int(right)),
            arithmetic(int(left), '%', int(right)),
          ]),
        ),
      ),
    ]),
    gives: [2, 1, -3, 2, 1, 2, -1, 4, -2, 0, 0, 0],
  },
  {
    title: 'a product with 0 is 0 without a sign',
    program: programOf([returned({ kind: 'digits', of: arithmetic(int(0), '*', int(-3)) })]),
    gives: '0',
  },
  {
    title: 'keys come in the order of insertion, and a new value does not move its key',
    program: programOf([
      make('stock', {
        kind: 'map',
        entries: [
          { key: 'pear', value: int(1) },
          { key: 'apple', value: int(2) },
        ],
      }),
      { kind: 'set', place: entry(variable('stock'), text('fig')), value: int(3) },
      { kind: 'set', place: entry(variable('stock'), text('pear')), value: int(4) },
      make('order', list()),
      {
        kind: 'forEach',
        name: 'name',
        list: { kind: 'keys', map: variable('stock') },
        body: [
          { kind: 'append', list: variable('order'), value: variable('name') },
          { kind: 'set', place: entry(variable('stock'), text('plum')), value: int(0) },
        ],
      },
      returned(
        list(variable('order'), variable('stock'), entry(variable('stock'), text('kiwi'), int(9)), {
          kind: 'has',
          map: variable('stock'),
          key: text('plum'),
        }),
      ),
    ]),
    gives: [['pear', 'apple', 'fig'], { pear: 4, apple: 2, fig: 3, plum: 0 }, 9, true],
  },
  {
    title: 'two names of one list change together, a slice is a list of its own',
    program: programOf([
      make('xs', list(int(1), int(2), int(3))),
      make('same', x),
      make('copy', slice(x, 0, null)),
      { kind: 'set', place: at(variable('same'), int(0)), value: int(9) },
      { kind: 'append', list: variable('same'), value: int(4) },
      { kind: 'removeLast', list: variable('copy') },
      returned(list(x, variable('copy'))),
    ]),
    gives: [
      [9, 2, 3, 4],
      [1, 2],
    ],
  },
  {
    title: 'a record in two places is one record, also where a function changes it',
    program: programOf(
      [
        make('box', { kind: 'record', fields: [{ name: 'count', value: int(1) }] }),
        make('rows', list(variable('box'), variable('box'))),
        { kind: 'perform', call: call('lift', at(variable('rows'), int(1))) },
        returned(variable('rows')),
      ],
      {},
      [
        {
          name: 'lift',
          purpose: 'Lift it.',
          parameters: [{ name: 'row', type: { kind: 'record', fields: [] } }],
          result: null,
          naturals: [],
          body: [
            {
              kind: 'set',
              place: { kind: 'field', record: variable('row'), name: 'count' },
              value: add({ kind: 'field', record: variable('row'), name: 'count' }, int(5)),
            },
          ],
        },
      ],
    ),
    gives: [{ count: 6 }, { count: 6 }],
  },
  {
    title: 'slices leave out what lies beyond, and count from the end below 0',
    program: programOf([
      make('xs', list(int(1), int(2), int(3), int(4))),
      make('word', text('harbour')),
      returned(
        list(
          slice(x, 1, 3),
          slice(x, 2, 99),
          slice(x, -2, null),
          slice(x, 3, 1),
          slice(x, 0, -1),
          slice(variable('word'), 1, 4),
          at(variable('word'), int(2)),
          { kind: 'joined', left: slice(x, 0, 1), right: list(int(7)) },
        ),
      ),
    ]),
    gives: [[2, 3], [3, 4], [3, 4], [], [1, 2, 3], 'arb', 'r', [1, 7]],
  },
  {
    title: 'a loop goes on over what its body appends',
    program: programOf([
      make('xs', list(int(5))),
      {
        kind: 'forEach',
        name: 'value',
        list: x,
        body: [
          {
            kind: 'if',
            branches: [
              {
                condition: compare(variable('value'), '>', int(1)),
                body: [{ kind: 'append', list: x, value: arithmetic(variable('value'), '-', int(2)) }],
              },
            ],
            otherwise: [],
          },
        ],
      },
      returned(x),
    ]),
    gives: [5, 3, 1],
  },
  {
    title: 'break ends a loop, continue a round, and else-if takes the first that holds',
    program: programOf([
      make('xs', list()),
      {
        kind: 'forRange',
        name: 'turn',
        from: int(1),
        to: int(9),
        body: [
          {
            kind: 'if',
            branches: [
              {
                condition: compare(arithmetic(variable('turn'), '%', int(3)), '==', int(0)),
                body: [{ kind: 'continue' }],
              },
              { condition: compare(variable('turn'), '>', int(6)), body: [{ kind: 'break' }] },
            ],
            otherwise: [{ kind: 'append', list: x, value: variable('turn') }],
          },
        ],
      },
      make('count', int(0)),
      {
        kind: 'while',
        condition: {
          kind: 'logic',
          operator: 'and',
          left: compare(length(x), '>', int(0)),
          right: { kind: 'not', operand: compare(variable('count'), '==', int(3)) },
        },
        body: [
          { kind: 'removeLast', list: x },
          { kind: 'assign', name: 'count', value: add(variable('count'), int(1)) },
        ],
      },
      returned(list(x, variable('count'))),
    ]),
    gives: [[1], 3],
  },
  {
    title: 'parentheses stand where the order of operators needs them',
    program: programOf([
      make('a', int(-7)),
      make('stock', { kind: 'map', entries: [] }),
      returned(
        list(
          arithmetic(int(10), '-', arithmetic(int(4), '-', variable('a'))),
          arithmetic(add(variable('a'), int(2)), '*', int(3)),
          arithmetic(int(20), '//', arithmetic(int(2), '*', int(3))),
          arithmetic(arithmetic(int(5), '*', variable('a')), '%', add(int(2), int(2))),
          compare(compare(int(1), '<', int(2)), '==', compare(int(3), '<', int(2))),
          add(entry(variable('stock'), text('fig'), int(3)), int(1)),
          add(
            {
              kind: 'choice',
              condition: compare(variable('a'), '<', int(0)),
              whenTrue: int(1),
              whenFalse: int(2),
            },
            int(10),
          ),
          {
            kind: 'not',
            operand: {
              kind: 'logic',
              operator: 'or',
              left: compare(int(1), '==', int(1)),
              right: compare(int(1), '>', int(2)),
            },
          },
          { kind: 'extreme', operator: 'min', left: variable('a'), right: int(0) },
        ),
      ),
    ]),
    gives: [-1, -15, 3, 1, false, 4, 11, false, -7],
  },
  {
    title: 'remainders of natural numbers are written plainly, and are the same',
    program: programOf([returned(arithmetic(variable('load'), '%', int(4)))], {
      parameters: [{ name: 'load', type: { kind: 'int' } }],
      naturals: ['load'],
    }),
    call: call('main', int(11)),
    gives: 3,
  },
];

describe('a program', () => {
  it.each(cases)(
    'means the same to the interpreter and in JavaScript: $title',
    ({ program, call: given, gives }) => {
      const called = given ?? call('main');
      const value = run(program, called.arguments.map(literalValue), { stepsMax: 1_000 });
      expect(jsonOf(value)).toEqual(gives);
      expect(javascriptReturns(program, called)).toEqual(gives);
    },
  );

  it.skipIf(!hasPython)('means the same in Python', () => {
    const files = cases.map(({ program, call: given }) => pythonFile(program, given ?? call('main')));
    expect(pythonPrints(files)).toEqual(cases.map(({ gives }) => gives));
  });

  it('is written as people write it', () => {
    const load = variable('max_load');
    const program = programOf(
      [
        make('total_load', int(0)),
        make('first_item', at(variable('all_items'), int(0))),
        {
          kind: 'forEach',
          name: 'item',
          list: variable('all_items'),
          body: [
            { kind: 'assign', name: 'total_load', value: add(variable('total_load'), variable('item')) },
          ],
        },
        {
          kind: 'if',
          branches: [
            { condition: compare(load, '!=', int(0)), body: [returned(arithmetic(load, '%', int(3)))] },
          ],
          otherwise: [returned({ kind: 'record', fields: [{ name: 'sum', value: variable('total_load') }] })],
        },
      ],
      {
        parameters: [
          { name: 'all_items', type: { kind: 'list', item: { kind: 'int' } } },
          { name: 'max_load', type: { kind: 'int' } },
        ],
      },
    );
    expect(javascriptModule(program.modules[0]!).split('\n')).toEqual([
      '// Do it.',
      'function main(allItems, maxLoad) {',
      '  let totalLoad = 0;',
      '  const firstItem = allItems[0];',
      '  for (const item of allItems) {',
      '    totalLoad += item;',
      '  }',
      '  if (maxLoad !== 0) {',
      '    return ((maxLoad % 3) + 3) % 3;',
      '  } else {',
      '    return { sum: totalLoad };',
      '  }',
      '}',
    ]);
    expect(pythonModule(program.modules[0]!).split('\n')).toEqual([
      'def main(all_items, max_load):',
      '    """Do it."""',
      '    total_load = 0',
      '    first_item = all_items[0]',
      '    for item in all_items:',
      '        total_load += item',
      '    if max_load != 0:',
      '        return max_load % 3',
      '    else:',
      '        return {"sum": total_load}',
    ]);
  });

  it('names its imports and exports where it has several modules', () => {
    const module: Module = {
      file: 'main',
      imports: [{ file: 'price_list', names: ['price_of'] }],
      functions: programOf([returned(call('price_of', int(3)))]).modules[0]!.functions,
    };
    expect(javascriptModule(module, true)).toMatch(
      /^import \{ priceOf \} from '\.\/priceList\.js';\n\n\/\/ Do it\.\nexport function main\(\)/,
    );
    expect(pythonModule(module)).toMatch(/^from price_list import price_of\n\n\ndef main\(\):/);
  });
});

describe('the types of a program', () => {
  const text7 = text('7');
  const xs = make('xs', list(int(1)));
  const well: readonly (readonly Statement[])[] = [
    [returned(int(1))],
    [xs, { kind: 'append', list: x, value: int(2) }, returned(at(x, int(0)))],
    [
      make('ys', list()),
      { kind: 'append', list: variable('ys'), value: int(2) },
      returned(length(variable('ys'))),
    ],
    [
      {
        kind: 'if',
        branches: [{ condition: compare(text7, '<', text('8')), body: [returned(int(1))] }],
        otherwise: [returned(length(text7))],
      },
    ],
  ];
  const ill: readonly (readonly [string, readonly Statement[]])[] = [
    ['string is string, not int', [returned(text7)]],
    ['string is string, not int', [returned(add(int(1), text7))]],
    ['string is string, not int', [xs, { kind: 'append', list: x, value: text7 }, returned(int(1))]],
    ['string is string, not int', [returned(at(list(int(1), text7), int(0)))]],
    ['int is no list', [returned(at(int(1), int(0)))]],
    ['list is no map', [xs, returned(entry(x, text7))]],
    ['no field count in list', [xs, returned({ kind: 'field', record: x, name: 'count' })]],
    [
      '< of bool',
      [{ kind: 'while', condition: compare(compare(int(1), '<', int(2)), '<', int(1)), body: [] }],
    ],
    ['ys is not declared here', [returned(variable('ys'))]],
    [
      'ys is not declared here',
      [{ kind: 'forRange', name: 'ys', from: int(0), to: int(1), body: [] }, returned(variable('ys'))],
    ],
    ['xs is declared twice', [xs, { kind: 'forEach', name: 'xs', list: x, body: [] }, returned(int(1))]],
    ['continue outside a loop', [{ kind: 'continue' }, returned(int(1))]],
    [
      'it may end without a result',
      [{ kind: 'while', condition: compare(int(1), '<', int(2)), body: [returned(int(1))] }],
    ],
    ['no function main of 1 parameters', [returned(call('main', int(1)))]],
  ];

  it.each(well.entries().toArray())('are right: %i', (_, body) => {
    expect(typeProblems(programOf(body))).toEqual([]);
  });

  it.each(ill)('are not right: %s', (problem, body) => {
    expect(typeProblems(programOf(body))).toEqual([`main: ${problem}`]);
  });
});

describe('the interpreter', () => {
  const failing: readonly (readonly [string, readonly Statement[]])[] = [
    ['steps', [{ kind: 'while', condition: { kind: 'bool', value: true }, body: [] }]],
    ['overflow', [returned(arithmetic(int(1e6), '*', int(1e6)))]],
    ['index', [returned(at(list(int(1)), int(1)))]],
    ['index', [returned(at(list(int(1)), int(-1)))]],
    ['index', [make('xs', list()), { kind: 'removeLast', list: x }]],
    ['divisor', [returned(arithmetic(int(1), '%', int(-2)))]],
    ['key', [returned(entry({ kind: 'map', entries: [] }, text('fig')))]],
    ['key', [returned({ kind: 'map', entries: [{ key: '7', value: int(1) }] })]],
    ['key', [returned({ kind: 'map', entries: [{ key: 'constructor', value: int(1) }] })]],
    ['name', [returned(variable('nowhere'))]],
    ['name', [{ kind: 'assign', name: 'nowhere', value: int(1) }]],
    ['depth', [returned(call('main'))]],
    ['type', [returned(add(int(1), text('1')))]],
    ['type', [returned(compare(int(1), '==', text('1')))]],
    ['result', []],
  ];

  it.each(failing)('stops with the code %s', (code, body) => {
    const failure = () => run(programOf(body), [], { stepsMax: 10_000 });
    expect(failure).toThrow(ProgramError);
    expect(failure).toThrow(new RegExp(`^${code}: `));
  });

  it('passes over a statement, and tells what it binds, writes and carries out', () => {
    const write: Statement = { kind: 'set', place: at(x, int(0)), value: int(7) };
    const program = programOf([make('xs', list(int(1))), make('ys', x), write, returned(x)]);
    const heard: string[] = [];
    const value = run(program, [], {
      stepsMax: 9,
      observer: {
        bound: (_frame, name) => heard.push(name),
        written: (_frame, root) => heard.push(`write ${root}`),
        executed: (_frame, { kind }) => heard.push(kind),
      },
    });
    expect(value).toEqual([7]);
    expect(heard).toEqual(['xs', 'let', 'ys', 'let', 'write xs', 'set', 'return']);
    expect(run(program, [], { stepsMax: 9, without: write })).toEqual([1]);
  });
});

describe('expressions at random', () => {
  const small = fc.integer({ min: -20, max: 20 }).map(int);
  const { number } = fc.letrec<{ number: Expression; truth: Expression }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      small,
      fc.constantFrom(variable('a'), variable('b')),
      fc
        .tuple(tie('number'), fc.constantFrom('+' as const, '-' as const, '*' as const), tie('number'))
        .map(([left, operator, right]) => arithmetic(left, operator, right)),
      fc
        .tuple(tie('number'), fc.constantFrom('//' as const, '%' as const), fc.integer({ min: 1, max: 9 }))
        .map(([left, operator, right]) => arithmetic(left, operator, int(right))),
      fc.tuple(tie('truth'), tie('number'), tie('number')).map(
        ([condition, whenTrue, whenFalse]): Expression => ({
          kind: 'choice',
          condition,
          whenTrue,
          whenFalse,
        }),
      ),
      fc
        .tuple(fc.constantFrom('min' as const, 'max' as const), tie('number'), tie('number'))
        .map(([operator, left, right]): Expression => ({ kind: 'extreme', operator, left, right })),
    ),
    truth: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(tie('number'), fc.constantFrom('==' as const, '<' as const, '>=' as const), tie('number'))
        .map(([left, operator, right]) => compare(left, operator, right)),
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), tie('truth'), tie('truth'))
        .map(([operator, left, right]): Expression => ({ kind: 'logic', operator, left, right })),
      tie('truth').map((operand): Expression => ({ kind: 'not', operand })),
    ),
  }));

  it('come to the same everywhere', () => {
    const parameters = ['a', 'b'].map((name) => ({ name, type: { kind: 'int' } as const }));
    const pythonFiles: string[] = [];
    const values: unknown[] = [];
    fc.assert(
      fc.property(
        number,
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (expression, a, b) => {
          const program = programOf([returned(expression)], { parameters });
          const called = call('main', int(a), int(b));
          let value: unknown;
          try {
            value = jsonOf(run(program, [a, b], { stepsMax: 9 }));
          } catch (error) {
            expect(error).toMatchObject({ code: 'overflow' });
            return;
          }
          expect(javascriptReturns(program, called)).toEqual(value);
          pythonFiles.push(pythonFile(program, called));
          values.push(value);
        },
      ),
      { seed: 11, numRuns: 400 },
    );
    expect(values.length).toBeGreaterThan(200);
    if (hasPython) expect(pythonPrints(pythonFiles)).toEqual(values);
  });
});

describe('values', () => {
  it('are equal whatever the order of their keys', () => {
    expect(equalJson({ a: [1, { b: 2, c: 'x' }] }, { a: [1, { c: 'x', b: 2 }] })).toBe(true);
    for (const other of [{ a: [1] }, { a: [1, { b: 2 }] }, [1], null, { a: [1, { b: '2', c: 'x' }] }])
      expect(equalJson({ a: [1, { b: 2, c: 'x' }] }, other)).toBe(false);
    expect(equalJson([1], { 0: 1 })).toBe(false);
  });
});

describe('names', () => {
  it('become camel case, and the words of both languages are kept out of them', () => {
    expect(camelCase('max_load_2')).toBe('maxLoad2');
    for (const word of ['function', 'def', 'list', 'Math'.toLowerCase(), 'lambda', 'range'])
      expect(reservedWords.has(word)).toBe(true);
  });

  it('of maps and expressions are quoted only where they must be', () => {
    const map: Expression = {
      kind: 'map',
      entries: [
        { key: 'red fig', value: int(1) },
        { key: 'pear', value: int(2) },
      ],
    };
    expect(javascriptExpression(map)).toBe('{ "red fig": 1, pear: 2 }');
    expect(pythonExpression(map)).toBe('{"red fig": 1, "pear": 2}');
  });
});
