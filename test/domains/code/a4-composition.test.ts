import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { type CompositionReference, compositions } from '../../../domains/code/a4-composition.ts';
import { drawArguments } from '../../../domains/code/composition/arguments.ts';
import { dressed } from '../../../domains/code/composition/dressing.ts';
import { Evaluation } from '../../../domains/code/composition/evaluation.ts';
import { callsOf, returnsOf, sourceOf } from '../../../domains/code/composition/grading.ts';
import { labelCount, type Shape, type Value } from '../../../domains/code/composition/plan.ts';
import { programOf } from '../../../domains/code/composition/program.ts';
import { sameResult } from '../../../domains/code/composition/values.ts';
import { isDistinguished, mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import type { Expression } from '../../../domains/code/ir/program.ts';
import { equalJson } from '../../../domains/code/ir/values.ts';
import { type Language, languages, spelled } from '../../../domains/code/languages.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import type { Json } from '../../../domains/json.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeWith } from '../../../domains/task.ts';
import { createSandbox, defaultLimits } from '../../../sandbox/sandbox.ts';
import { typeProblems } from './program-types.ts';

const skill = compositions as Skill;
const stepsMax = 20_000;
const places: readonly Parameters[] = [
  {},
  { helpers: 1, operations: 1 },
  { helpers: 3, depth: 3, shapes: 0.6, reuse: 0.5 },
  { helpers: 8, depth: 1, shapes: 0, operations: 1 },
  { helpers: 10, depth: 4, shapes: 0.6, operations: 4, reuse: 0.5 },
];

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', skill, parameters, seed);
  return { ...task, reference: task.reference as CompositionReference };
}

const tasks = places.flatMap((parameters) => ['a', 'b', 'c'].map((seed) => taskAt(parameters, seed)));
const sandbox = createSandbox({ ...defaultLimits, timeMs: 20_000 });
afterAll(() => sandbox.close());

function literal(value: Json, shape: Shape): Expression {
  const part = (inner: Shape) => (each: Json) => literal(each, inner);
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (shape === 'tally')
    return {
      kind: 'map',
      entries: Object.entries(value!).map(([key, number]) => ({ key, value: literal(number, 'number') })),
    };
  if (shape === 'record')
    return {
      kind: 'record',
      fields: Object.entries(value!).map(([name, inner]) => ({ name, value: literal(inner, 'number') })),
    };
  const items = value as readonly Json[];
  return { kind: 'list', items: items.map(part(shape === 'records' ? 'record' : 'number')) };
}

/** Arguments of calls of one function. */
function literals(
  { composition, lexicon }: CompositionReference,
  at: number,
  values: readonly Value[],
): Expression[][] {
  const { takes } = composition.functions[at]!;
  return values.map((value) => [literal(dressed(value, takes, lexicon), takes)]);
}

/** Longer and larger than those that tasks are made of. */
function otherValue(shape: Shape, random: RandomStream): Value {
  const number = () => random.int(-40, 60);
  const label = () => random.int(0, labelCount - 1);
  const item = () => ({ label: label(), first: number(), second: number() });
  const list = <T>(part: () => T) => Array.from({ length: random.int(0, 14) }, part);
  switch (shape) {
    case 'number':
      return number();
    case 'record':
      return item();
    case 'numbers':
      return list(number);
    case 'records':
      return list(item);
    case 'words':
      return list(label);
    case 'tally':
      return [...new Set(list(label))].map((key): readonly [number, number] => [key, number()]);
  }
}

describe('what the functions return', () => {
  it('is what the interpreter and both languages in the sandbox come to for every hidden value', async () => {
    for (const { reference } of tasks) {
      const { composition, lexicon, tests } = reference;
      const program = programOf(composition, lexicon);
      expect(typeProblems(program)).toEqual([]);
      const interpreted = tests.flatMap(({ inputs }, at) =>
        literals(reference, at, inputs).map((given) =>
          resultOf({ ...program, entry: lexicon.functions[at]! }, given, stepsMax),
        ),
      );
      const returned = async (language: Language) => {
        const entry = language === 'javascript' ? 'solution.js' : 'solution.py';
        const { outcomes } = await sandbox.run({
          program: { language, files: { [entry]: sourceOf(reference, language) }, entry },
          calls: callsOf(reference, language),
        });
        return outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.value : outcome.kind));
      };
      const returns = returnsOf(reference);
      for (const results of [interpreted, ...(await Promise.all(languages.map(returned)))]) {
        expect(results.length).toBe(returns.length);
        expect(returns.filter((value, index) => !equalJson(value, results[index] as Json))).toEqual([]);
      }
    }
  }, 120_000);

  it('changes with every step, calls included, that is left out of any function', () => {
    for (const { reference, seed } of tasks) {
      const { functions } = reference.composition;
      const { takes, gives } = functions[0]!;
      const random = new RandomStream(seed).substream('other values');
      const values = drawArguments(takes, [], 80, random).filter(
        (value) => resultAt(functions, value) !== null,
      );
      expect(values.length).toBeGreaterThan(50);
      for (const [at, { steps }] of functions.entries())
        for (const step of steps.keys()) {
          const changed = values.filter((value) => {
            const without = resultAt(functions, value, { function: at, step });
            return without === null || !sameResult(gives, without, resultAt(functions, value)!);
          });
          // A twentieth of the values that it is judged by, which are others.
          expect(changed.length / values.length).toBeGreaterThan(0.01);
        }
    }
  });
});

/** By an evaluation of its own, which knows no results yet. */
function resultAt(
  functions: CompositionReference['composition']['functions'],
  value: Value,
  leftOut: { function: number; step: number } | null = null,
): Value | null {
  const evaluation = new Evaluation(functions);
  return (leftOut === null ? evaluation.call : evaluation.callWithout(leftOut))(0, value);
}

describe('hidden values', () => {
  it('tell at least 995 of 1,000 mutants apart that values of another making tell apart', () => {
    let mutants = 0;
    let told = 0;
    for (const { reference, seed } of tasks.slice(0, 9)) {
      const { composition, lexicon, tests } = reference;
      const program = programOf(composition, lexicon);
      const random = new RandomStream(seed).substream('other values');
      for (const [at, { takes }] of composition.functions.entries()) {
        const name = lexicon.functions[at]!;
        const others = literals(
          reference,
          at,
          Array.from({ length: 100 }, () => otherValue(takes, random)),
        );
        const hidden = literals(reference, at, tests[at]!.inputs);
        const called = { ...program, entry: name };
        for (const mutant of mutantsOf(program).filter((one) => one.function === name)) {
          const changed = { ...mutant.program, entry: name };
          const seen = isDistinguished(called, changed, hidden, stepsMax);
          if (!seen && !isDistinguished(called, changed, others, stepsMax)) continue;
          mutants++;
          if (seen) told++;
        }
      }
    }
    expect(mutants).toBeGreaterThan(400);
    expect(told / mutants).toBeGreaterThanOrEqual(0.995);
  }, 60_000);

  it('are none of those shown, and tell the variants apart', () => {
    for (const { reference, prompt } of tasks) {
      const calls = callsOf(reference, reference.language).slice(0, reference.tests[0]!.inputs.length);
      const shown = prompt.replaceAll(' ', '');
      const name = spelled(reference.language, reference.lexicon.functions[0]!);
      const hiddenShown = calls.filter((call) =>
        shown.includes(`${name}(${JSON.stringify(call.arguments[0]).replaceAll(' ', '')})returns`),
      );
      expect(hiddenShown).toEqual([]);
      expect(reference.variantsTold / reference.variants).toBeGreaterThan(0.99);
    }
  });
});

describe('a composition', () => {
  it('comes out near to what was asked for', () => {
    for (const parameters of [
      { helpers: 3, depth: 1, reuse: 0, shapes: 0.1, operations: 1.5 },
      { helpers: 8, depth: 4, reuse: 0.5, shapes: 0.5, operations: 3 },
    ]) {
      const drawn = Array.from({ length: 20 }, (_, seed) => taskAt(parameters, `features/${seed}`));
      const mean = (name: string) =>
        drawn.reduce((sum, { features }) => sum + features[name]!, 0) / drawn.length;
      expect(mean('helpers')).toBe(parameters.helpers);
      expect(mean('depth')).toBe(parameters.depth);
      expect(Math.abs(mean('reuse') - parameters.reuse)).toBeLessThan(0.15);
      expect(Math.abs(mean('shapes') - parameters.shapes)).toBeLessThan(0.15);
      expect(Math.abs(mean('operations') - parameters.operations)).toBeLessThan(0.3);
    }
  });
});

describe('grading', () => {
  const { reference } = tasks.find(
    ({ reference: { language, composition } }) =>
      language === 'javascript' && composition.functions.length === 5,
  )!;
  const right = sourceOf(reference, 'javascript');
  const name = (at: number) => spelled('javascript', reference.lexicon.functions[at]!);
  const graded = (code: string, run = sandbox.run) =>
    gradeWith(run, skill, reference, `FINAL ANSWER\n\`\`\`\n${code}\n\`\`\``);

  it('wants every function, and each for itself', async () => {
    expect(await graded(right)).toEqual({ score: 1, category: 4, cause: null });
    for (let at = 0; at < 5; at++) {
      const without = `${right}\n${name(at)} = undefined;`;
      expect((await graded(without)).category).toBeLessThan(4);
    }
    const onlyMain = `const ${name(0)} = (${inlined(right)})();`;
    expect([1, 2]).toContain((await graded(onlyMain)).category);
  });

  it('does not mind a function that does without calling the others', async () => {
    expect(await graded(`${right}\n${name(0)} = (${inlined(right)})();`)).toMatchObject({ score: 1 });
  });

  /** The main function with helpers of its own. */
  function inlined(text: string): string {
    return `() => {\n${text}\nreturn ${name(0)};\n}`;
  }

  it.each([
    ['no program', 'It is a map.'],
    ['an endless loop', `function ${name(0)}() { for (;;); }`],
    ['constants', [0, 1, 2, 3, 4].map((at) => `const ${name(at)} = () => [];`).join('\n')],
    ['what it is given', [0, 1, 2, 3, 4].map((at) => `function ${name(at)}(it) { return it; }`).join('\n')],
  ])('gives nothing for %s', async (_what, code) => {
    const quick = createSandbox({ ...defaultLimits, timeMs: 1_000 }, 1);
    expect(await graded(code, quick.run)).toMatchObject({ category: 0, cause: 'WRONG' });
    await quick.close();
  });
});

describe('the reference agent', () => {
  const nodesMax = 20_000;
  const solved = async (
    prompt: string,
    reference: CompositionReference,
    strategy: 'blind' | 'guided' | 'learner',
  ) => {
    const { text } = answerMessages([{ role: 'user', content: prompt }], strategy, nodesMax);
    return (await gradeWith(sandbox.run, skill, reference, text)).score === 1;
  };

  it('writes every program when guided, hardly any blind, and all once a worked solution shows the order', async () => {
    const [example, ...some] = Array.from({ length: 9 }, (_, seed) => taskAt({}, `agent/${seed}`));
    const notebook = [
      '--- Example 1 of 1 ---',
      'Question:',
      example!.prompt,
      'Your answer: none',
      'Worked solution:',
      compositions.solution(example!.reference),
      '--- End of example 1 ---',
      'END OF NOTEBOOK',
    ].join('\n');
    const counts = { guided: 0, blind: 0, learner: 0 };
    for (const { prompt, reference } of some) {
      if (await solved(prompt, reference, 'guided')) counts.guided++;
      if (await solved(prompt, reference, 'blind')) counts.blind++;
      if (await solved(`${notebook}\n${prompt}`, reference, 'learner')) counts.learner++;
    }
    expect(counts).toMatchObject({ guided: some.length, learner: some.length });
    expect(counts.blind).toBeLessThan(some.length / 2);
  }, 60_000);
});
