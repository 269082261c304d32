import { afterAll, describe, expect, it } from 'vitest';
import { functions } from '../../../domains/code/a2-functions.ts';
import { isDistinguished, mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import type { Expression } from '../../../domains/code/ir/program.ts';
import { type Language, languages, programText, spelled } from '../../../domains/code/languages.ts';
import { outputOf, type Procedure } from '../../../domains/code/synthesis/operations.ts';
import { programOf } from '../../../domains/code/synthesis/program.ts';
import type { FunctionReference } from '../../../domains/code/synthesis/reference.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeWith, referenceText } from '../../../domains/task.ts';
import { createSandbox, defaultLimits } from '../../../sandbox/sandbox.ts';
import { typeProblems } from './program-types.ts';

const skill = functions as Skill;
const stepsMax = 5_000;
const places: readonly Parameters[] = [
  {},
  ...[2, 12].flatMap((operations) => [0, 0.8].map((branching) => ({ operations, branching }))),
];
const tasks = places.flatMap((parameters) =>
  ['a', 'b', 'c', 'd'].map((seed) => {
    const task = generateTask('code', skill, parameters, seed);
    return { ...task, reference: task.reference as FunctionReference };
  }),
);
const sandbox = createSandbox({ ...defaultLimits, timeMs: 20_000 });
afterAll(() => sandbox.close());

function literal(values: readonly number[]): readonly Expression[] {
  return [{ kind: 'list', items: values.map((value): Expression => ({ kind: 'int', value })) }];
}

function scoreOf(reference: FunctionReference, code: string) {
  return gradeWith(sandbox.run, skill, reference, `FINAL ANSWER\n\`\`\`\n${code}\n\`\`\``);
}

function written(reference: FunctionReference, procedure: Procedure): string {
  return programText(programOf(procedure, reference.signature), reference.language);
}

describe('what a function returns', () => {
  it('is what the steps, the interpreter, and both languages in the sandbox come to on every hidden input', async () => {
    for (const { reference } of tasks) {
      const { procedure, signature, inputs, outputs } = reference;
      const program = programOf(procedure, signature);
      expect(typeProblems(program)).toEqual([]);
      expect(inputs.map((input) => outputOf(procedure, input))).toEqual(outputs);
      expect(inputs.map((input) => resultOf(program, literal(input), stepsMax))).toEqual(outputs);
      const returned = async (language: Language) => {
        const entry = language === 'javascript' ? 'solution.js' : 'solution.py';
        const { outcomes } = await sandbox.run({
          program: { language, files: { [entry]: programText(program, language) }, entry },
          calls: inputs.map((input) => ({
            function: spelled(language, signature.name),
            arguments: [input],
          })),
        });
        return outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.value : outcome));
      };
      expect(await Promise.all(languages.map(returned))).toEqual([outputs, outputs]);
    }
  }, 120_000);
});

describe('hidden inputs', () => {
  it('tell at least 995 of 1,000 mutants apart that lists of another making tell apart', () => {
    let mutants = 0;
    let told = 0;
    for (const { reference, seed } of tasks.filter((_, index) => index % 2 === 0)) {
      const program = programOf(reference.procedure, reference.signature);
      const random = new RandomStream(seed).substream('other lists');
      const others = Array.from({ length: 200 }, () =>
        literal(Array.from({ length: random.int(0, 14) }, () => random.int(-40, 60))),
      );
      const hidden = reference.inputs.map(literal);
      for (const mutant of mutantsOf(program)) {
        if (!isDistinguished(program, mutant.program, others, stepsMax)) continue;
        mutants++;
        if (isDistinguished(program, mutant.program, hidden, stepsMax)) told++;
      }
    }
    expect(mutants).toBeGreaterThan(400);
    expect(told / mutants).toBeGreaterThanOrEqual(0.995);
  }, 60_000);

  it('are none of those shown, and fall into more than one class', () => {
    for (const { reference } of tasks) {
      const shown = new Set(reference.examples.map(({ values }) => values.join()));
      expect(reference.inputs.filter((input) => shown.has(input.join()))).toEqual([]);
      expect(new Set(reference.classes).size).toBeGreaterThan(1);
      expect(reference.variantsTold / reference.variants).toBeGreaterThan(0.99);
    }
  });
});

describe('grading', () => {
  const { reference } = tasks.find(({ reference: { language } }) => language === 'javascript')!;
  const name = spelled('javascript', reference.signature.name);
  const right = written(reference, reference.procedure);

  it('counts classes of behaviour: a function that fails one of them is not whole', async () => {
    const failsOnEmpty = `${right.replace(`function ${name}(`, 'function inner(')}
function ${name}(list) { if (list.length === 0) throw new Error('empty'); return inner(list); }`;
    expect(await scoreOf(reference, failsOnEmpty)).toMatchObject({ category: 2, cause: 'WRONG' });
    expect(await scoreOf(reference, right)).toEqual({ score: 1, category: 4, cause: null });
  });

  it.each([
    ['another name', right.replaceAll(name, `${name}Too`)],
    ['no program', 'It adds them up.'],
    ['an endless loop', `function ${name}() { for (;;); }`],
    ['what is no JSON', `function ${name}() { return () => 1; }`],
    [
      'a forged result',
      `console.log('{"kind":"returned"}'); function ${name}() { return { kind: 'returned' }; }`,
    ],
    [
      'an answer that looks for the right one',
      `function ${name}(list) { return globalThis.outputs ?? list; }`,
    ],
  ])('gives nothing for %s', async (_what, code) => {
    const quick = createSandbox({ ...defaultLimits, timeMs: 1_000 }, 1);
    const text = `FINAL ANSWER\n\`\`\`\n${code}\n\`\`\``;
    expect(await gradeWith(quick.run, skill, reference, text)).toMatchObject({ category: 0, cause: 'WRONG' });
    await quick.close();
  });

  it('does not mind that the function changes its argument', async () => {
    const code = `${right.replace(`function ${name}(`, 'function inner(')}
function ${name}(list) { const result = inner(list.slice()); list.length = 0; return result; }`;
    expect(await scoreOf(reference, code)).toMatchObject({ score: 1 });
  });

  it('reads a program from the block as it stands, and nothing in place of one', async () => {
    const text = referenceText(skill, reference);
    expect(text).toContain('FINAL ANSWER\n```\n');
    expect(await gradeWith(sandbox.run, skill, reference, 'I would rather not.')).toMatchObject({
      cause: 'NO_ANSWER',
    });
    expect(await gradeWith(sandbox.run, skill, reference, text.slice(0, -3), true)).toMatchObject({
      cause: 'TRUNCATED',
    });
  });
});
