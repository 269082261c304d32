import { describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { afterSteps, type Item } from '../../../agents/code/comment-steps.ts';
import { readFaultPrompt } from '../../../agents/code/fault-prompt.ts';
import { faultLocalisation } from '../../../domains/code/a5-fault-localisation.ts';
import { linesIn, printedFiles } from '../../../domains/code/faults/print.ts';
import { differingLine } from '../../../domains/code/faults/running.ts';
import { mutantsOf, resultOf } from '../../../domains/code/ir/mutation.ts';
import {
  call,
  type Expression,
  functionsOf,
  int,
  type Program,
  statementsIn,
  withFunction,
} from '../../../domains/code/ir/program.ts';
import { equalJson, jsonOf } from '../../../domains/code/ir/values.ts';
import { languages } from '../../../domains/code/languages.ts';
import { lineOf } from '../../../domains/code/trace/wording.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { generateTask, gradeText } from '../../../domains/task.ts';
import { hasPython, javascriptReturns, list, pythonFile, pythonPrints } from './emitted.ts';
import { typeProblems } from './program-types.ts';

type Reference = ReturnType<typeof faultLocalisation.generate>['reference'];

const everywhere: readonly Parameters[] = [
  {},
  { functions: 1, lines: 2 },
  { functions: 1, lines: 10, decoys: 1 },
  { functions: 3, lines: 3, distance: 1 },
  { functions: 8, lines: 8, files: 3, distance: 0 },
  { functions: 32, lines: 2, files: 6 },
  { functions: 32, lines: 10, files: 6, decoys: 0.6 },
];

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', faultLocalisation as Skill, parameters, seed);
  return { ...task, reference: task.reference as Reference };
}

const tasks = everywhere.flatMap((parameters) => ['a', 'b', 'c'].map((seed) => taskAt(parameters, seed)));

function merged({ modules, entry }: Program): Program {
  const functions = modules.flatMap((module) => module.functions);
  return { modules: [{ file: 'all', imports: [], functions }], entry };
}

describe('a program with a fault', () => {
  it('is well typed, with the fault and without', () => {
    for (const { reference } of tasks)
      for (const program of [reference.program, withFunction(reference.program, reference.faulty)])
        expect(typeProblems(program)).toEqual([]);
  });

  it('returns in JavaScript and Python what the prompt says that it returns and should return', () => {
    const sources: string[] = [];
    const results: unknown[] = [];
    for (const { reference } of tasks) {
      const { program, faulty, calls } = reference;
      expect(calls.some(({ expected, actual }) => !equalJson(jsonOf(expected), jsonOf(actual)))).toBe(true);
      for (const { input, expected, actual } of calls) {
        const made = call(program.entry, input);
        for (const [one, result] of [
          [merged(program), expected],
          [merged(withFunction(program, faulty)), actual],
        ] as const) {
          expect(javascriptReturns(one, made)).toEqual(result);
          sources.push(pythonFile(one, made));
          results.push(result);
        }
      }
    }
    if (hasPython) expect(pythonPrints(sources)).toEqual(results);
  });

  it('has comments that say what its functions do when the fault is mended', () => {
    for (const { prompt, reference } of tasks) {
      const task = readFaultPrompt(prompt)!;
      const byComments = (name: string, item: Item): Item =>
        afterSteps(task.comments.get(name)!, item, byComments)!;
      for (const { input, expected } of reference.calls) {
        const given = resultOf(identity, [input], 10) as Item;
        expect(byComments(task.entry, given)).toEqual(expected);
      }
    }
  });

  it('stands on the lines that its statements are said to stand on', () => {
    for (const { reference } of tasks) {
      const program = withFunction(reference.program, reference.faulty);
      for (const language of languages) {
        const files = new Map(printedFiles(program, language).map(({ name, lines }) => [name, lines]));
        const places = linesIn(program, language);
        for (const definition of functionsOf(program))
          for (const statement of statementsIn(definition.body)) {
            const { file, lines } = places.get(statement)!;
            expect(files.get(file)![lines[0]! - 1]!.trim()).toBe(lineOf(statement, definition, language));
          }
      }
    }
  });
});

describe('the lines that are accepted', () => {
  it('are those that another search finds, in which every mutant of the function runs on many arguments', () => {
    for (const { reference } of tasks.filter(({ reference }) => functionsOf(reference.program).length <= 8)) {
      const { program, faulty, language, sites } = reference;
      const wrong = withFunction(program, faulty);
      const { name, parameters, naturals } = faulty;
      const least = naturals.includes(parameters[0]!.name) ? 0 : -20;
      const inputs = Array.from({ length: 60 }, (_, at): Expression => {
        const number = (place: number) => int(least + ((at * 31 + place * 17 + at * place) % 67));
        return parameters[0]!.type.kind === 'int'
          ? number(0)
          : list(...Array.from({ length: at % 8 }, (_, place) => number(place)));
      });
      const wanted = inputs.map((input) => resultOf({ ...program, entry: name }, [input], 50_000));
      const lines = new Set(
        mutantsOf(wrong)
          .filter((mutant) => mutant.function === name)
          .filter(({ program: mended }) =>
            inputs.every((input, at) => {
              const result = resultOf({ ...mended, entry: name }, [input], 50_000);
              return result !== undefined && equalJson(result, wanted[at]!);
            }),
          )
          .flatMap((mutant) => differingLine(wrong, mutant.program, language)?.line ?? []),
      );
      lines.add(differingLine(wrong, program, language)!.line);
      expect(new Set(sites.map(({ line }) => line))).toEqual(lines);
    }
  });

  it('are one in most programs, and never many', () => {
    const counts = tasks.map(({ reference }) => reference.sites.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(3);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(0.8 * counts.length);
  });
});

describe('the features of a fault', () => {
  it('are near what was asked for', () => {
    for (const parameters of [
      { functions: 4, lines: 4, distance: 0.1, decoys: 0.2, files: 2 },
      { functions: 20, lines: 9, distance: 0.8, decoys: 0.7, files: 4 },
    ]) {
      const drawn = Array.from({ length: 20 }, (_, seed) => taskAt(parameters, `features/${seed}`));
      const mean = (name: string) =>
        drawn.reduce((sum, { features }) => sum + features[name]!, 0) / drawn.length;
      expect(mean('functions')).toBe(parameters.functions);
      expect(mean('files')).toBe(parameters.files);
      expect(Math.abs(mean('lines') - parameters.lines)).toBeLessThan(2);
      // In short programs the last statements stand in loops, and are met some time before the end.
      expect(Math.abs(mean('distance') - parameters.distance)).toBeLessThan(0.15);
      expect(Math.abs(mean('decoys') - parameters.decoys)).toBeLessThan(0.12);
    }
  });
});

describe('an answer', () => {
  const gradeOf = (
    parameters: Parameters,
    change: (answer: ReturnType<typeof faultLocalisation.answer>) => unknown,
  ) => {
    const { reference } = taskAt(parameters, 'graded');
    const text = JSON.stringify(change(faultLocalisation.answer(reference)));
    return gradeText(faultLocalisation as Skill, reference, `FINAL ANSWER\n\`\`\`json\n${text}\n\`\`\``);
  };

  it('earns everything with the right line, and for the function alone the less, the fewer there are', () => {
    const elsewhere = (answer: object) => ({ ...answer, line: 9_999 });
    const categories = [20, 8, 3].map((functions) => [
      gradeOf({ functions, files: 2 }, (answer) => answer).category,
      gradeOf({ functions, files: 2 }, elsewhere).category,
      gradeOf({ functions, files: 2 }, (answer) => ({ ...answer, file: 'other.js' })).category,
      gradeOf({ functions, files: 2 }, (answer) => ({ ...answer, function: 'other' })).category,
    ]);
    expect(categories).toEqual([
      [4, 2, 2, 0],
      [4, 1, 1, 0],
      [4, 0, 0, 0],
    ]);
  });

  it('is none where it is of another form', () => {
    for (const other of [null, [], {}, { line: 3 }]) expect(gradeOf({}, () => other).cause).toBe('SCHEMA');
    expect(gradeOf({}, (answer) => ({ ...answer, line: 2.5 })).cause).toBe('SCHEMA');
    expect(gradeOf({}, (answer) => ({ ...answer, function: 'x'.repeat(5_000) })).cause).toBe('SCHEMA');
    expect(gradeOf({}, (answer) => ({ ...answer, function: '__proto__' })).category).toBe(0);
  });
});

describe('the reference agent', () => {
  const solved = (
    prompt: string,
    reference: Reference,
    strategy: 'blind' | 'guided' | 'learner',
    nodes: number,
  ) => {
    const { text } = answerMessages([{ role: 'user', content: prompt }], strategy, nodes);
    return gradeText(faultLocalisation as Skill, reference, text).score === 1;
  };
  const some = Array.from({ length: 40 }, (_, seed) =>
    taskAt({ functions: 3 + (seed % 8) }, `agent/${seed}`),
  );

  it('finds nearly all faults when it compares functions with their comments, and fewer by the calls alone', () => {
    const share = (strategy: 'blind' | 'guided') =>
      some.filter(({ prompt, reference }) => solved(prompt, reference, strategy, 100_000)).length /
      some.length;
    expect(share('guided')).toBeGreaterThanOrEqual(0.9);
    expect(share('blind')).toBeLessThan(share('guided') - 0.2);
  });

  it('learns from a worked solution to compare them', () => {
    const [example, ...others] = some;
    const learned = others.slice(0, 15).map(({ prompt, reference }) => {
      const notebook = [
        '--- Example 1 of 1 ---',
        'Question:',
        example!.prompt,
        'Your answer: none',
        'Worked solution:',
        faultLocalisation.solution(example!.reference),
        '--- End of example 1 ---',
        'END OF NOTEBOOK',
        prompt,
      ].join('\n');
      return solved(notebook, reference, 'learner', 30_000) === solved(prompt, reference, 'guided', 30_000);
    });
    expect(learned.every(Boolean)).toBe(true);
  });
});

/** What an expression comes to. */
const identity: Program = {
  modules: [
    {
      file: 'main',
      imports: [],
      functions: [
        {
          name: 'main',
          purpose: '',
          parameters: [{ name: 'given', type: { kind: 'int' } }],
          result: null,
          naturals: [],
          body: [{ kind: 'return', value: { kind: 'variable', name: 'given' } }],
        },
      ],
    },
  ],
  entry: 'main',
};
