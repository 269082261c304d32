import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import type { Strategy } from '../../../agents/solver.ts';
import { batched, checkLimits } from '../../../domains/check/batching.ts';
import { type RepairReference, repair } from '../../../domains/code/a6-repair.ts';
import { filesText, readFilesText } from '../../../domains/code/files-text.ts';
import { isDistinguished } from '../../../domains/code/ir/mutation.ts';
import { type Expression, functionsOf } from '../../../domains/code/ir/program.ts';
import { equalJson, jsonOf } from '../../../domains/code/ir/values.ts';
import { spelled } from '../../../domains/code/languages.ts';
import { withFaults } from '../../../domains/code/repair/changes.ts';
import { mendedShare } from '../../../domains/code/repair/grading.ts';
import type { HiddenCall } from '../../../domains/code/repair/hidden.ts';
import { answerText, filesOf } from '../../../domains/code/repair/running.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeWith, referenceText } from '../../../domains/task.ts';
import { createSandbox, defaultLimits } from '../../../sandbox/sandbox.ts';
import { slipsOfRepair } from '../../oracles/slips/a6.ts';
import { killsOf } from '../../oracles/slips/slips.ts';
import { list } from './emitted.ts';
import { typeProblems } from './program-types.ts';

const everywhere: readonly Parameters[] = [
  {},
  { functions: 2, lines: 3, bugs: 1, missing: 1 },
  { functions: 2, lines: 4, bugs: 6, files: 2 },
  { functions: 6, lines: 6, bugs: 4, interaction: 1, files: 3, missing: 0 },
  { functions: 16, lines: 10, bugs: 6, subtlety: 0.6, files: 6 },
];

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', repair as Skill, parameters, seed);
  return { ...task, reference: task.reference as RepairReference };
}

const tasks = everywhere.flatMap((parameters) => ['a', 'b'].map((seed) => taskAt(parameters, seed)));
const sandbox = createSandbox(checkLimits);
afterAll(() => sandbox.close());
const together = batched(sandbox.run);

function categoryOf(reference: RepairReference, answer: string, run = together) {
  return gradeWith(run, repair as Skill, reference, `FINAL ANSWER\n\`\`\`\n${answer}\n\`\`\``);
}

function faultyOf({ program, faults }: RepairReference) {
  return withFaults(program, faults);
}

describe('a program with faults', () => {
  it('is well typed, with the faults and without', () => {
    for (const { reference } of tasks)
      for (const program of [reference.program, faultyOf(reference)])
        expect(typeProblems(program)).toEqual([]);
  });

  it('differs from the mended one in as many lines as there are faults', () => {
    for (const { reference, features } of tasks) {
      const lines = (program: RepairReference['program']) =>
        Object.values(filesOf(program, reference.language)).flatMap((text) => text.split('\n'));
      const [right, wrong] = [lines(reference.program), lines(faultyOf(reference))];
      expect(wrong.length).toBe(right.length);
      expect(wrong.filter((line, at) => line !== right[at]).length).toBe(features.bugs);
    }
  });

  it('returns in the sandbox what the prompt says, and mended what it should', async () => {
    for (const { reference } of tasks) {
      const { program, language, shown } = reference;
      const calls = shown.map(({ input }) => ({
        function: spelled(language, program.entry),
        arguments: [input.kind === 'list' ? input.items.map(numberOf) : numberOf(input)],
      }));
      const returned = async (one: RepairReference['program']) => {
        const trial = repair.execution!.trial(reference, filesText(filesOf(one, language)));
        const { outcomes } = await together({ ...trial, calls });
        return outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.value : outcome));
      };
      expect(await returned(faultyOf(reference))).toEqual(shown.map(({ actual }) => jsonOf(actual)));
      expect(await returned(program)).toEqual(shown.map(({ expected }) => jsonOf(expected)));
    }
    for (const { reference } of tasks.slice(-3))
      expect(await categoryOf(reference, repair.answer(reference), sandbox.run)).toMatchObject({ score: 1 });
  });

  it('has none that other calls of the whole program, drawn in another way, do not tell from none', () => {
    const random = new RandomStream('other calls');
    for (const { reference } of tasks) {
      const { program, faults } = reference;
      const [parameter] = functionsOf(program).at(-1)!.parameters;
      const number = (): Expression => ({ kind: 'int', value: random.int(0, 90) });
      const inputs = Array.from({ length: 400 }, () => [
        parameter!.type.kind === 'int' ? number() : list(...Array.from({ length: random.int(0, 9) }, number)),
      ]);
      for (const fault of faults)
        expect(isDistinguished(program, withFaults(program, [fault]), inputs, 20_000)).toBe(true);
    }
  });
});

describe('the hidden calls', () => {
  it('tell at least 995 of 1,000 mutants of the mended program apart that others tell', () => {
    let mutants = 0;
    let killed = 0;
    for (const { reference, seed } of tasks.filter(
      ({ reference }) => functionsOf(reference.program).length <= 6,
    )) {
      const kills = killsOf(slipsOfRepair(reference, new RandomStream(seed)));
      mutants += kills.mutants;
      killed += kills.killed;
    }
    expect(mutants).toBeGreaterThan(400);
    expect(killed).toBeGreaterThan(0.995 * mutants);
  });

  it('miss no fault that is left alone, and count the others as mended', async () => {
    const some = tasks.filter(({ reference }) => reference.faults.length > 1);
    const partial: number[] = [];
    for (const { reference } of some) {
      const shown = filesOf(faultyOf(reference), reference.language);
      const grades = await Promise.all(
        reference.faults.map((fault) => {
          const left = withFaults(reference.program, [fault]);
          return categoryOf(reference, answerText(shown, left, reference.language));
        }),
      );
      for (const { category } of grades) expect(category).toBeLessThan(4);
      partial.push(...grades.map(({ category }) => category));
    }
    expect(partial.filter((category) => category > 0).length).toBeGreaterThan(0.8 * partial.length);
  });
});

describe('an answer', () => {
  const soundIn = ({ program, hidden }: RepairReference) =>
    functionsOf(program).filter(({ name }) => hidden.every((call) => call.function !== name || !call.fails));
  const { reference } = Array.from({ length: 20 }, (_, seed) =>
    taskAt({ functions: 6, files: 3, bugs: 2 }, `graded/${seed}`),
  ).find((task) => task.reference.language === 'javascript' && soundIn(task.reference).length > 1)!;
  const shown = filesOf(faultyOf(reference), 'javascript');
  const mended = filesOf(reference.program, 'javascript');

  it('earns nothing where nothing is mended', async () => {
    for (const task of tasks) {
      const { language } = task.reference;
      const faulty = filesOf(faultyOf(task.reference), language);
      expect(await categoryOf(task.reference, filesText(faulty))).toMatchObject({ category: 0 });
    }
  });

  it('counts classes of calls that it mends whole, less those that it breaks', () => {
    const calls = [0, 0, 1, 2, 2].map(
      (one): HiddenCall => ({ function: 'f', input: 0, expected: 0, class: one, fails: one < 2 }),
    );
    const shareOf = (passed: string) =>
      mendedShare(
        calls,
        [...passed].map((one) => one === '+'),
      );
    expect(shareOf('+++++')).toBe(1);
    expect(shareOf('--+++')).toBe(0.5);
    expect(shareOf('+-+++')).toBe(0.5);
    expect(shareOf('+-++-')).toBe(0);
    expect(shareOf('+++-+')).toBe(0.5);
    expect(shareOf('---++')).toBe(0);
    expect(shareOf('')).toBe(0);
  });

  it('loses for functions that it breaks', async () => {
    const broken = Object.fromEntries(
      Object.entries(mended).map(([name, text]) => [
        name,
        soundIn(reference).reduce(
          (left, { name: own }) =>
            left.replace(new RegExp(`(function ${spelled('javascript', own)}\\(.*)`), '$1\n  return null;'),
          text,
        ),
      ]),
    );
    expect(await categoryOf(reference, filesText(mended))).toMatchObject({ category: 4 });
    expect((await categoryOf(reference, filesText(broken))).category).toBeLessThan(2);
  });

  it('may write functions in another way, with others beside them', async () => {
    const [name, text] = Object.entries(mended)[0]!;
    const more = `${text}\nfunction unused() { return 1; }\n`;
    expect(await categoryOf(reference, filesText({ ...mended, [name]: more }))).toMatchObject({ score: 1 });
  });

  it.each([
    ['no file', Object.values(mended).join('\n'), 'SCHEMA'],
    ['a file twice', `${filesText(mended)}\n${filesText(mended)}`, 'SCHEMA'],
    ['too long a text', filesText({ 'a.js': 'x'.repeat(200_000) }), 'SCHEMA'],
    ['a file that it has not', filesText({ 'other.js': 'export const x = 1;' }), 'WRONG'],
    ['a file of a name that means something', '=== __proto__ ===\nexport const x = 1;', 'WRONG'],
    [
      'a file in the place of what calls it',
      filesText({ 'every_function.js': 'export const settle = 1;' }),
      'WRONG',
    ],
    [
      'endless loops',
      filesText(Object.fromEntries(Object.keys(shown).map((name) => [name, 'for (;;);']))),
      'WRONG',
    ],
    [
      'no functions',
      filesText(Object.fromEntries(Object.keys(shown).map((name) => [name, 'export {};']))),
      'WRONG',
    ],
    [
      'what looks for the right results',
      filesText(
        Object.fromEntries(
          Object.keys(shown).map((name) => [name, 'export default globalThis.expected ?? {};']),
        ),
      ),
      'WRONG',
    ],
  ])('earns nothing for %s', async (_what, answer, cause) => {
    const quick = createSandbox({ ...defaultLimits, timeMs: 1_000 }, 1);
    expect(await categoryOf(reference, answer, quick.run)).toMatchObject({ category: 0, cause });
    await quick.close();
  });

  it('is given as the files that change alone', () => {
    for (const { reference: one } of tasks) {
      const files = readFilesText(repair.answer(one))!;
      const before = filesOf(faultyOf(one), one.language);
      for (const [name, text] of Object.entries(files)) expect(text).not.toBe(before[name]);
    }
  });
});

describe('the features of a task', () => {
  it('are near what was asked for', () => {
    for (const parameters of [
      { bugs: 2, subtlety: 0.1, interaction: 0.2, missing: 0.5, functions: 4, lines: 4, files: 2 },
      { bugs: 4, subtlety: 0.3, interaction: 0.8, missing: 0.2, functions: 9, lines: 7, files: 4 },
    ]) {
      const drawn = Array.from({ length: 30 }, (_, seed) => taskAt(parameters, `features/${seed}`));
      const mean = (name: string) =>
        drawn.reduce((sum, { features }) => sum + features[name]!, 0) / drawn.length;
      for (const exact of ['functions', 'files'] as const) expect(mean(exact)).toBe(parameters[exact]);
      for (const [name, off] of [
        ['bugs', 0.1],
        ['subtlety', 0.1],
        ['interaction', 0.2],
        ['missing', 0.1],
        ['lines', 2],
      ] as const)
        expect(Math.abs(mean(name) - parameters[name])).toBeLessThan(off);
    }
  });

  it('leave out all calls where all is missing, and show as many that go wrong as are wanted', () => {
    for (const { prompt, features, reference } of tasks) {
      const wrong = reference.shown.filter(
        ({ expected, actual }) => !equalJson(jsonOf(expected), jsonOf(actual)),
      );
      expect(features.missing).toBe(1 - wrong.length / 6);
      expect(prompt.includes('what happens:')).toBe(reference.shown.length > 0);
    }
  });
});

describe('the reference agent', () => {
  const some = Array.from({ length: 20 }, (_, seed) => taskAt({ bugs: 1 + (seed % 4) }, `agent/${seed}`));
  const solved = async (prompt: string, reference: RepairReference, strategy: Strategy, nodes: number) => {
    const { text } = answerMessages([{ role: 'user', content: prompt }], strategy, nodes);
    return (await gradeWith(together, repair as Skill, reference, text)).score === 1;
  };
  const shareOf = async (strategy: Strategy, nodes: number) => {
    const found = await Promise.all(
      some.map(({ prompt, reference }) => solved(prompt, reference, strategy, nodes)),
    );
    return found.filter(Boolean).length / found.length;
  };

  it('mends nearly all programs by their comments, fewer with fewer nodes, and few by the calls alone', async () => {
    const [guided, hurried, blind] = [
      await shareOf('guided', 500_000),
      await shareOf('guided', 10_000),
      await shareOf('blind', 50_000),
    ];
    expect(guided).toBeGreaterThanOrEqual(0.9);
    expect(hurried).toBeLessThan(guided - 0.3);
    expect(blind).toBeLessThan(guided - 0.3);
  });

  it('learns from a worked solution to go by the comments', async () => {
    const [example, ...others] = some;
    for (const { prompt, reference } of others.slice(0, 4)) {
      const notebook = [
        '--- Example 1 of 1 ---',
        'Question:',
        example!.prompt,
        'Your answer: none',
        'Worked solution:',
        repair.solution(example!.reference),
        '--- End of example 1 ---',
        'END OF NOTEBOOK',
        prompt,
      ].join('\n');
      expect(await solved(notebook, reference, 'learner', 300_000)).toBe(
        await solved(prompt, reference, 'guided', 300_000),
      );
    }
    expect(referenceText(repair as Skill, example!.reference)).toContain('FINAL ANSWER\n```\n=== ');
  });
});

function numberOf(expression: Expression): number {
  return (expression as Extract<Expression, { kind: 'int' }>).value;
}
