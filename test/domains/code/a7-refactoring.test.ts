import { afterAll, describe, expect, it } from 'vitest';
import { answerMessages } from '../../../agents/agent.ts';
import { batched, checkLimits } from '../../../domains/check/batching.ts';
import { refactoring } from '../../../domains/code/a7-refactoring.ts';
import { type Files, filesText } from '../../../domains/code/files-text.ts';
import { isDistinguished, mutantsOf } from '../../../domains/code/ir/mutation.ts';
import { type FunctionDefinition, int } from '../../../domains/code/ir/program.ts';
import { languages, spelled } from '../../../domains/code/languages.ts';
import { outputOf } from '../../../domains/code/refactoring/inputs.ts';
import { lowered } from '../../../domains/code/refactoring/lowering.ts';
import { fileName, filesOf } from '../../../domains/code/refactoring/printing.ts';
import {
  allFunctions,
  expressionsIn,
  hasImportCircle,
  homeOf,
  importsOf,
  localsIn,
  referencesIn,
} from '../../../domains/code/refactoring/project.ts';
import {
  courseOf,
  type RefactoringReference,
  standardOf,
} from '../../../domains/code/refactoring/reference.ts';
import { mapFunctions, withVariable } from '../../../domains/code/refactoring/rewriting.ts';
import type { StepKind } from '../../../domains/code/refactoring/steps.ts';
import { type Facts, factsOf } from '../../../domains/code/refactoring/syntax.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask, gradeWith } from '../../../domains/task.ts';
import { createSandbox } from '../../../sandbox/sandbox.ts';
import { typeProblems } from './program-types.ts';

const skill = refactoring as Skill;
const sandbox = createSandbox(checkLimits, 1);
const run = batched(sandbox.run);
afterAll(() => sandbox.close());

const places: readonly Parameters[] = [
  {},
  { files: 1, callSites: 1, steps: 1, dynamic: 0, shadowing: 0 },
  { files: 1, callSites: 6, steps: 6, dynamic: 0.8, shadowing: 3 },
  { files: 4, callSites: 4, steps: 4, dynamic: 0.5, shadowing: 2 },
  { files: 12, callSites: 2, steps: 6, dynamic: 0.3, shadowing: 6 },
];
const kinds: readonly StepKind[] = [
  'rename function',
  'rename constant',
  'rename variable',
  'move',
  'extract',
  'inline',
  'add parameter',
  'remove parameter',
  'reorder parameters',
  'take record',
  'pass constant',
  'merge',
];
const tasks = [
  ...places.flatMap((parameters) => ['a', 'b', 'c', 'd'].map((seed) => taskAt(parameters, seed))),
  ...kinds.map((kind) => taskOf(kind)),
];

function taskAt(parameters: Parameters, seed: string) {
  const task = generateTask('code', skill, parameters, seed);
  return { ...task, reference: task.reference as RefactoringReference };
}

/** A task of which the only step is of this kind. */
function taskOf(kind: StepKind, parameters: Parameters = {}) {
  for (let seed = 0; ; seed++) {
    const task = taskAt({ steps: 1, ...parameters }, `${kind}/${seed}`);
    if (task.reference.steps[0]!.kind === kind) return task;
  }
}

function categoryOf(reference: RefactoringReference, files: Files): Promise<number> {
  return categoryOfText(reference, filesText(files));
}

async function categoryOfText(reference: RefactoringReference, text: string): Promise<number> {
  const { category } = await gradeWith(run, skill, reference, `FINAL ANSWER\n\`\`\`\n${text}\n\`\`\``);
  return category;
}

describe('a refactored program', () => {
  it('is well typed after each step, and its files import one another without circles', () => {
    for (const { reference } of tasks)
      for (const project of courseOf(reference).projects) {
        expect(typeProblems(lowered(project))).toEqual([]);
        expect(hasImportCircle(project)).toBe(false);
      }
  });

  it('returns after each step, in both languages, what the interpreter makes of it as it was', async () => {
    const runs = tasks.flatMap(({ reference }) => {
      const { inputs, outputs, exported } = reference;
      const { projects } = courseOf(reference);
      for (const project of projects)
        expect(inputs.map((input) => outputOf(lowered(project), input))).toEqual(outputs);
      return languages.map(async (language) => {
        const { end, outcomes } = await run({
          program: {
            language,
            files: filesOf(projects.at(-1)!, language, exported),
            entry: fileName(homeOf(projects[0]!, projects[0]!.entry)!.file, language),
          },
          calls: inputs.map((input) => ({
            function: spelled(language, projects[0]!.entry),
            arguments: input,
          })),
        });
        expect(end).toBe('done');
        expect(outcomes).toEqual(outputs.map((value) => ({ kind: 'returned', value })));
      });
    });
    await Promise.all(runs);
  });

  it('has inputs that tell at least 995 of 1,000 mutants apart that others tell apart', () => {
    let [mutants, told] = [0, 0];
    for (const { reference, seed } of tasks.filter((_, index) => index % 3 === 0)) {
      const program = lowered(reference.project);
      const random = new RandomStream(seed).substream('other inputs');
      const literals = (values: readonly number[]) => values.map(int);
      const others = Array.from({ length: 400 }, () =>
        reference.inputs[0]!.map(() => int(random.int(0, 200))),
      );
      for (const mutant of random.shuffle(mutantsOf(program)).slice(0, 80)) {
        if (!isDistinguished(program, mutant.program, others, 50_000)) continue;
        mutants++;
        if (isDistinguished(program, mutant.program, reference.inputs.map(literals), 50_000)) told++;
      }
    }
    expect(mutants).toBeGreaterThan(300);
    expect(told / mutants).toBeGreaterThanOrEqual(0.995);
  });
});

describe('the facts that syntax trees give', () => {
  it('are those that the representation gives, in both languages', () => {
    for (const { reference } of tasks)
      for (const language of languages)
        for (const project of [reference.project, courseOf(reference).after]) {
          const read = factsOf(filesOf(project, language, true), language, new Map())!;
          const kinds = /^(?:call|mention|number|parameters|local|import) /;
          const shown = [...read].filter(
            ([key]) => kinds.test(key) && !/\b(?:max|min|append|push)\//.test(key),
          );
          expect(new Map(shown.filter(([key]) => isGlobalMention(key, project)))).toEqual(
            factsByRepresentation(project, language),
          );
        }
  });

  function isGlobalMention(key: string, project: RefactoringReference['project']): boolean {
    const globals = new Set(
      project.files
        .flatMap((file) => [...file.constants, ...file.functions, ...file.tables])
        .map(({ name }) => name),
    );
    const names = new Set([...globals].flatMap((name) => [name, spelled('javascript', name)]));
    return !key.startsWith('mention ') || names.has(key.split(' ')[2]!);
  }

  function factsByRepresentation(
    project: RefactoringReference['project'],
    language: (typeof languages)[number],
  ): Facts {
    const named = (name: string) => spelled(language, name);
    const counts = new Map<string, number>();
    const facts = new Map<string, string>();
    const note = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const file of project.files) {
      for (const [other, names] of importsOf(project, file))
        for (const name of names)
          facts.set(`import ${fileName(file.file, language)} ${named(name)}`, `1 ${named(other.file)}`);
      for (const definition of file.functions) {
        const holder = named(definition.name);
        facts.set(
          `parameters ${holder}`,
          `1 ${definition.parameters.map(({ name }) => named(name)).join(',')}`.trim(),
        );
        for (const name of localsIn(definition.body)) note(`local ${holder} ${named(name)}`);
        for (const { name, called } of referencesIn(definition))
          if (!called) note(`mention ${holder} ${named(name)}`);
        for (const part of expressionsIn(definition.body))
          if (part.kind === 'int') note(`number ${holder} ${part.value}`);
          else if (part.kind === 'call')
            note(`call ${holder} ${named(part.function)}/${part.arguments.length}`);
      }
      for (const { name, value } of file.constants) note(`number ${name} ${value}`);
      for (const { name, entries } of file.tables)
        for (const entry of entries) note(`mention ${named(name)} ${named(entry.function)}`);
    }
    for (const [key, count] of counts) facts.set(key, String(count));
    return facts;
  }
});

describe('the facts of a printed program', () => {
  it('are those of its files read whole, though its definitions are read one by one', () => {
    for (const { reference } of tasks) {
      const { filesBefore, filesAfter } = courseOf(reference);
      const { known } = standardOf(reference);
      for (const files of [filesBefore, filesAfter]) {
        const whole = factsOf(files, reference.language, new Map());
        expect(factsOf(files, reference.language, known)).toEqual(whole);
      }
    }
  });
});

describe('grading', () => {
  it('does not mind how a right answer is laid out', async () => {
    const categories = tasks.slice(0, 12).map(({ reference }) => {
      const { changed } = courseOf(reference);
      const laidOut = Object.entries(changed).map(([name, text]) => [
        name,
        reference.language === 'python' ? laidOutPython(text) : laidOutJavaScript(text),
      ]);
      return categoryOf(reference, Object.fromEntries(laidOut) as Files);
    });
    expect(new Set(await Promise.all(categories))).toEqual(new Set([4]));
  });

  function laidOutPython(text: string): string {
    const imports = text.replace(
      /^(from \w+ import )(.*)$/gm,
      (_, start: string, names: string) => `${start}(\n    ${names.split(', ').join(',\n    ')},\n)`,
    );
    return `# Refactored.\n${imports.replaceAll('    ', '  ').replace(/"""[^"]*"""/g, '"""Says nothing."""')}\n`;
  }

  function laidOutJavaScript(text: string): string {
    const names = [...text.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name);
    const plain = text
      .replace(/^export /gm, '')
      .replaceAll("'", '"')
      .replace(/^function (\w+)\((.*)\) \{$/m, 'const $1 = ($2) => {')
      .replace(/ {2}/g, '\t');
    return `/* Refactored. */\n${plain}\n${names.length > 0 ? `export { ${names.join(', ')} };\n` : ''}`;
  }

  it('gives nothing for the files as they were, none, or a program that does not do the same', async () => {
    for (const { reference } of tasks.slice(0, 8)) {
      const { filesBefore, changed } = courseOf(reference);
      const [[name, text]] = Object.entries(changed) as [[string, string]];
      const other = { ...changed, [name]: text.replace(/\d+(?![\s\S]*\d)/, '97') };
      expect(await categoryOf(reference, filesBefore)).toBe(0);
      expect(
        await categoryOf(reference, Object.fromEntries(Object.keys(changed).map((one) => [one, '']))),
      ).toBe(0);
      expect(await categoryOf(reference, other)).toBeLessThan(4);
    }
  });

  it('gives part for a part of the steps, and for more than was asked for', async () => {
    const { reference } = tasks.find(({ reference: one }) => one.steps.length > 3)!;
    const { projects, after, filesBefore } = courseOf(reference);
    const { language, exported } = reference;
    const [first, whole] = [projects[1]!, after].map((project) => filesOf(project, language, exported));
    const extra =
      language === 'python' ? '\n\n\ndef more(n):\n    return n' : '\n\nfunction more(n) {\n  return n;\n}';
    const [[name]] = Object.entries(filesBefore) as [[string, string]];
    expect([1, 2]).toContain(await categoryOf(reference, first!));
    expect(await categoryOf(reference, { ...whole, [name]: whole![name] + extra })).toBe(2);
  });

  it('sees a variable renamed that only has the name of the function', async () => {
    const { reference } = taskOf('rename function', { shadowing: 6 });
    const [{ from, to }] = reference.steps as unknown as [{ from: string; to: string }];
    const isHiding = ({ body }: FunctionDefinition) => localsIn(body).includes(from);
    const renamed = mapFunctions(courseOf(reference).after, (definition) =>
      isHiding(definition) ? withVariable(definition, from, to) : definition,
    );
    if (!allFunctions(reference.project).some(isHiding)) throw new Error('nothing hides the function');
    expect(
      await categoryOf(reference, filesOf(renamed, reference.language, reference.exported)),
    ).toBeLessThan(4);
  });

  it('sees an old name that is kept beside the new one', async () => {
    const { reference } = taskOf('rename function');
    const [{ from, to }] = reference.steps as unknown as [{ from: string; to: string }];
    const { language } = reference;
    const { changed, after } = courseOf(reference);
    const file = fileName(homeOf(after, to)!.file, language);
    const kept = `\n\n${language === 'python' ? '' : 'const '}${spelled(language, from)} = ${spelled(language, to)}`;
    expect(await categoryOf(reference, { ...changed, [file]: changed[file] + kept })).toBe(2);
  });

  it('sees a signature that is only half changed', async () => {
    const { reference } = taskOf('add parameter', { dynamic: 0 });
    const [{ value, parameter }] = reference.steps as unknown as [{ value: number; parameter: string }];
    const { filesBefore, changed } = courseOf(reference);
    const home = Object.keys(changed).find((name) => changed[name]!.includes(`${parameter})`))!;
    const withDefault = changed[home]!.replace(`${parameter})`, `${parameter} = ${value})`);
    expect(await categoryOf(reference, { ...filesBefore, [home]: withDefault })).toBeLessThan(4);
  });

  it('is done in no time with answers that are none', async () => {
    const { reference } = tasks[0]!;
    const { filesBefore } = courseOf(reference);
    const [name] = Object.keys(filesBefore);
    const expected = skill.execution!.expected(reference);
    const hostile = [
      `=== ${name} ===\n${'('.repeat(50_000)}`,
      `=== ${name} ===\n${'[{'.repeat(25_000)}`,
      `=== ${name} ===\n${'a='.repeat(25_000)}b`,
      `=== ${name} ===\n${'f(x)(y)['.repeat(6_000)}`,
      `=== ${name} ===\n${'if x:\n '.repeat(7_000)}`,
      '=== __proto__ ===\nexport function constructor() {}',
    ];
    const started = process.cpuUsage();
    for (const text of hostile) {
      expect(refactoring.answerSchema.safeParse(text).success).toBe(true);
      // Even if it did what it should.
      expect(skill.category(reference, text, expected)).toBeLessThan(4);
      expect(skill.verify(reference, text, expected)).toBe(false);
    }
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(5_000);
    expect(refactoring.answerSchema.safeParse('x'.repeat(1_000_000)).success).toBe(false);
    for (const text of ['no file', '=== ../x.js ===\nx', ''])
      expect(refactoring.answerSchema.safeParse(text).success).toBe(false);
  });
});

describe('the features of a refactoring', () => {
  it('are near what was asked for', () => {
    for (const parameters of [
      { files: 2, callSites: 2, steps: 1, dynamic: 0, shadowing: 1 },
      { files: 9, callSites: 8, steps: 5, dynamic: 0.6, shadowing: 5 },
    ]) {
      const drawn = Array.from({ length: 30 }, (_, seed) => taskAt(parameters, `features/${seed}`).features);
      const mean = (name: string) => drawn.reduce((sum, features) => sum + features[name]!, 0) / drawn.length;
      expect(mean('files')).toBe(parameters.files);
      expect(mean('steps')).toBe(parameters.steps);
      expect(mean('shadowing')).toBe(parameters.shadowing);
      expect(Math.abs(mean('callSites') - parameters.callSites)).toBeLessThan(0.4 * parameters.callSites);
      expect(Math.abs(mean('dynamic') - parameters.dynamic)).toBeLessThan(0.2);
    }
  });
});

describe('the reference agent', () => {
  const some = Array.from({ length: 40 }, (_, seed) =>
    taskAt({ steps: 1 + (seed % 4), shadowing: 2 }, `agent/${seed}`),
  );
  const solved = async (
    { reference }: (typeof some)[number],
    prompt: string,
    strategy: 'blind' | 'guided' | 'learner',
    nodes = 20_000,
  ) => {
    const { text } = answerMessages([{ role: 'user', content: prompt }], strategy, nodes);
    return (await gradeWith(run, skill, reference, text)).score === 1;
  };
  const shareSolved = async (strategy: 'blind' | 'guided', nodes?: number) => {
    const all = await Promise.all(some.map((task) => solved(task, task.prompt, strategy, nodes)));
    return all.filter(Boolean).length / all.length;
  };

  it('carries out nearly all refactorings when it looks for uses, and few when it takes names for them', async () => {
    const guided = await shareSolved('guided');
    expect(guided).toBeGreaterThanOrEqual(0.95);
    expect(await shareSolved('blind')).toBeLessThan(guided - 0.3);
    expect(await shareSolved('guided', 6)).toBeLessThan(guided - 0.2);
  });

  it('learns from a worked solution with a hidden name what it takes', async () => {
    const example = taskOf('rename function', { shadowing: 6 });
    const learned = some.slice(0, 12).map(async (task) => {
      const notebook = [
        '--- Example 1 of 1 ---',
        'Question:',
        example.prompt,
        'Your answer: none',
        'Worked solution:',
        refactoring.solution(example.reference),
        '--- End of example 1 ---',
        'END OF NOTEBOOK',
        task.prompt,
      ].join('\n');
      return [await solved(task, notebook, 'learner'), await solved(task, task.prompt, 'guided')];
    });
    for (const [learner, guided] of await Promise.all(learned)) expect(learner).toBe(guided);
  });
});
