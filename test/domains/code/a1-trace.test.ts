import { describe, expect, it } from 'vitest';
import { perturbedAnswers } from '../../../domains/check/perturbation.ts';
import { trace } from '../../../domains/code/a1-trace.ts';
import { literalValue, run } from '../../../domains/code/ir/interpreter.ts';
import { camelCase, reservedWords } from '../../../domains/code/ir/names.ts';
import { functionsOf, statementsIn } from '../../../domains/code/ir/program.ts';
import { jsonOf } from '../../../domains/code/ir/values.ts';
import { canonicalProgram } from '../../../domains/code/trace/canonical.ts';
import { leavesOf } from '../../../domains/code/trace/grading.ts';
import { everyStatementMatters, measure } from '../../../domains/code/trace/measures.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import type { Json } from '../../../domains/json.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeText } from '../../../domains/task.ts';
import { hasPython, javascriptReturns, programOf, pythonPrints, returned } from './emitted.ts';
import { typeProblems } from './program-types.ts';

type Reference = ReturnType<typeof trace.generate>['reference'];

const corners: readonly Parameters[] = [4, 200].flatMap((steps) =>
  [2, 24].flatMap((state) =>
    [0, 4].flatMap((callDepth) => [0, 0.6].map((aliasing) => ({ steps, state, callDepth, aliasing }))),
  ),
);
const everywhere: readonly Parameters[] = [...corners, {}, { steps: 80, state: 12, callDepth: 2 }];

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', trace as Skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

const references = everywhere.flatMap((parameters) =>
  [0, 1, 2, 3].map((seed) => taskAt(parameters, `everywhere/${seed}`).reference),
);

describe('what a program returns', () => {
  it('is what the interpreter and the exported JavaScript come to', () => {
    for (const { program, call, result } of references) {
      expect(jsonOf(run(program, call.arguments.map(literalValue), { stepsMax: 2_000 }))).toEqual(result);
      expect(javascriptReturns(program, call)).toEqual(result);
    }
  });

  it.skipIf(!hasPython)('is what the exported Python prints', () => {
    const files = references.map((reference) => trace.oracle(reference).python as string);
    expect(pythonPrints(files)).toEqual(references.map(({ result }) => result));
  });

  it('is not what it was at the start, and would be another without any statement that is carried out', () => {
    for (const { program, call, result, start } of references) {
      expect(result).not.toEqual(start);
      expect(everyStatementMatters(program, call, measure(program, call))).toBe(true);
    }
    const idle = programOf([
      { kind: 'let', name: 'spare', value: { kind: 'int', value: 1 } },
      returned({ kind: 'int', value: 2 }),
    ]);
    const call = { kind: 'call', function: 'main', arguments: [] } as const;
    expect(everyStatementMatters(idle, call, measure(idle, call))).toBe(false);
  });
});

describe('the features of a trace', () => {
  it('are near what was asked for', () => {
    const means = (parameters: Parameters) => {
      const tasks = Array.from({ length: 40 }, (_, seed) => taskAt(parameters, `features/${seed}`));
      return (name: string) => tasks.reduce((sum, { features }) => sum + features[name]!, 0) / tasks.length;
    };
    for (const parameters of [
      { steps: 12, state: 5.5, callDepth: 0.5, aliasing: 0 },
      { steps: 60.5, state: 10, callDepth: 2.5, aliasing: 0.4 },
      { steps: 150, state: 20, callDepth: 4, aliasing: 0.6 },
    ]) {
      const mean = means(parameters);
      expect(Math.abs(mean('steps') - parameters.steps)).toBeLessThan(3);
      expect(mean('state')).toBeCloseTo(parameters.state, 0);
      expect(mean('callDepth')).toBeCloseTo(parameters.callDepth, 0);
      expect(Math.abs(mean('aliasing') - parameters.aliasing)).toBeLessThan(0.15);
    }
    expect(means({ aliasing: 0 })('aliasing')).toBe(0);
  });

  it('count changes by a second name, of a parameter too', () => {
    const list = { kind: 'list', items: [{ kind: 'int', value: 1 }] } as const;
    const write = (name: string) =>
      ({
        kind: 'append',
        list: { kind: 'variable', name },
        value: { kind: 'int', value: 2 },
      }) as const;
    const program = programOf(
      [
        { kind: 'let', name: 'xs', value: list },
        { kind: 'let', name: 'ys', value: { kind: 'variable', name: 'xs' } },
        write('xs'),
        write('ys'),
        {
          kind: 'perform',
          call: { kind: 'call', function: 'grow', arguments: [{ kind: 'variable', name: 'xs' }] },
        },
        returned({ kind: 'variable', name: 'xs' }),
      ],
      {},
      [
        {
          name: 'grow',
          purpose: 'Grow it.',
          parameters: [{ name: 'xs', type: { kind: 'list', item: { kind: 'int' } } }],
          result: null,
          naturals: [],
          body: [write('xs')],
        },
      ],
    );
    const call = { kind: 'call', function: 'main', arguments: [] } as const;
    expect(measure(program, call)).toMatchObject({ steps: 7, callDepth: 1, writes: 3, aliased: 2 });
  });
});

describe('an answer to a trace', () => {
  it('earns everything only whole, nothing unchanged, and ever less the more leaves are as they were', () => {
    for (let seed = 0; seed < 30; seed++) {
      const { reference } = taskAt({ steps: 60, state: 10 }, `partial/${seed}`);
      const { result, start } = reference;
      const changed = [...leavesOf(result)].filter(([path, leaf]) => leavesOf(start).get(path) !== leaf);
      let last = 4;
      let answer: Json = result;
      expect(trace.category(reference, answer)).toBe(4);
      for (const [path] of changed) {
        answer = withLeaf(answer, path, leavesOf(start).get(path) as Json);
        const category = trace.category(reference, answer);
        expect(category).toBeLessThan(4);
        expect(category).toBeLessThanOrEqual(last);
        last = category;
      }
      expect(answer).toEqual(start);
      expect(last).toBe(0);
    }
  });

  it('earns nothing that does not depend on the program, nor by leaves too many', () => {
    for (const reference of references) {
      for (const blind of trace.blindAnswers(reference)) expect(trace.category(reference, blind)).toBe(0);
      for (const other of [null, 7, [], {}, [reference.result]])
        expect(trace.category(reference, other)).toBe(0);
      const whole = { result: reference.result, more: reference.result };
      expect(trace.category(reference, whole)).toBe(0);
    }
  });

  it('is no answer where it nests without end', () => {
    const { reference } = taskAt({}, 'nested');
    const depth = 50_000;
    const text = `FINAL ANSWER\n\`\`\`json\n${'['.repeat(depth)}${']'.repeat(depth)}\n\`\`\``;
    expect(gradeText(trace as Skill, reference, text)).toMatchObject({ score: 0, cause: 'SCHEMA' });
    expect(gradeText(trace as Skill, reference, 'FINAL ANSWER\n```json\n[[7]]\n```').cause).toBe('WRONG');
  });

  it('may have its keys in any order', () => {
    for (const reference of references) {
      const turned = reversed(reference.result);
      expect(trace.category(reference, turned)).toBe(4);
      expect(trace.verify(reference, turned)).toBe(true);
    }
  });

  it('is judged alike by grader and checker, also when it is changed a little', () => {
    for (const reference of references.slice(0, 24)) {
      for (const answer of perturbedAnswers(trace as Skill, reference, 20, new RandomStream('perturbed')))
        expect(trace.category(reference, answer as Json) === 4).toBe(trace.verify(reference, answer as Json));
    }
  });
});

describe('the prompt of a trace', () => {
  it('shows a program that is well typed', () => {
    for (const { program } of references) expect(typeProblems(program)).toEqual([]);
  });

  it('is the same for the same seed, and its canonical form has no word of the skin', () => {
    const skins = new Set<string>();
    for (const parameters of everywhere) {
      const task = taskAt(parameters, 'bytes');
      expect(taskAt(parameters, 'bytes')).toEqual(task);
      skins.add(task.skin.split(' · ')[0] as string);
      const { program, call } = task.reference;
      const canonical = canonicalProgram(program, call);
      for (const { name, parameters: given } of functionsOf(program))
        for (const word of [name, ...given.map((one) => one.name)])
          expect(canonical).not.toContain(`"${word}"`);
    }
    expect(skins).toEqual(new Set(['javascript', 'python']));
  });

  it('uses no name that a language has for something, and no name for two variables of a function', () => {
    for (const { program } of references) {
      for (const { name, parameters, body } of functionsOf(program)) {
        const lets = body.flatMap((statement) => (statement.kind === 'let' ? [statement.name] : []));
        const names = [...parameters.map((one) => one.name), ...lets];
        expect(new Set(names).size).toBe(names.length);
        const loops = statementsIn(body).flatMap((statement) =>
          statement.kind === 'forEach' || statement.kind === 'forRange' ? [statement.name] : [],
        );
        for (const used of [name, ...names, ...loops]) {
          expect(used).toMatch(/^[a-z][a-z_]*$/);
          for (const spelled of [used, camelCase(used)]) expect(reservedWords).not.toContain(spelled);
        }
      }
    }
  });
});

describe('the worked solution of a trace', () => {
  it('ends with what is returned, and stays short however many steps there are', () => {
    for (const reference of references) {
      const lines = trace.solution(reference).split('\n');
      expect(lines.length).toBeLessThanOrEqual(51);
      const { call, language, result } = reference;
      const name = language === 'python' ? call.function : camelCase(call.function);
      expect(lines.at(-1)).toBe(`So ${name} returns ${JSON.stringify(result)}.`);
    }
  });
});

/** The value with another leaf at the path that `leavesOf` gives it. */
function withLeaf(value: Json, path: string, leaf: Json): Json {
  if (path === '') return leaf;
  const [, key = '', rest = ''] = /^\/("(?:[^"\\]|\\.)*")(.*)$/.exec(path)!;
  const copy = structuredClone(value) as Record<string, Json>;
  const name = JSON.parse(key) as string;
  copy[name] = withLeaf(copy[name] as Json, rest, leaf);
  return copy;
}

function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, part]) => [key, reversed(part)]),
  );
}
