import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { Trial, TrialResult } from '../execution.ts';
import type { Json } from '../json.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { type Files, filesSchema, filesText, readFilesText } from './files-text.ts';
import { languages, spelled } from './languages.ts';
import { returnsAre } from './recheck.ts';
import { canonicalProject } from './refactoring/canonical.ts';
import { drawProject } from './refactoring/drawing.ts';
import { explainRefactoring } from './refactoring/explanation.ts';
import { indirectShare, shadowsIn, usesOf } from './refactoring/features.ts';
import { shareRefactored } from './refactoring/grading.ts';
import { drawInputs, outputOf } from './refactoring/inputs.ts';
import { drawKinds } from './refactoring/kinds.ts';
import { lowered } from './refactoring/lowering.ts';
import { planSteps } from './refactoring/planning.ts';
import { filesOf } from './refactoring/printing.ts';
import { functionNamed } from './refactoring/project.ts';
import { courseOf, type RefactoringReference, standardOf } from './refactoring/reference.ts';
import { factsOf } from './refactoring/syntax.ts';
import { haveSameTokens } from './refactoring/tokens.ts';
import { blindAnswer, carelessAnswers } from './refactoring/variants.ts';
import { bodyOf } from './refactoring/wording.ts';
import { remembered } from './remembered.ts';
import { returnedIn, returning } from './returns.ts';

const answerCharactersMax = 60_000;

/**
 * Refactorings of a program of several files, one after the other. Exports: `javascript` and `python`, the files as
 * they are at the end, in one text; `cases`, JSON of calls of the entry with what they return.
 */
export const refactoring: Skill<RefactoringReference, string> = {
  id: 'A7',
  title: 'Refactoring over several files',
  prerequisites: ['A4'],
  parameters: {
    files: {
      min: 1,
      max: 12,
      default: 3,
      unit: 'files',
      scale: 'log',
      monotone: true,
      kind: 'language',
      does: 'Files that the program is in.',
    },
    callSites: {
      min: 1,
      max: 12,
      default: 3,
      unit: 'places',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Places, on average, at which what a step changes is used.',
    },
    steps: {
      min: 1,
      max: 6,
      default: 2,
      unit: 'steps',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Refactorings, each of which begins with what the one before has left.',
    },
    dynamic: {
      min: 0,
      max: 0.8,
      default: 0.2,
      unit: 'share of uses',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the uses of functions at which they are not called by their name.',
    },
    shadowing: {
      min: 0,
      max: 6,
      default: 1,
      unit: 'variables',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Variables that have the name of a function and nothing to do with it.',
    },
  },
  interactions: [
    ['callSites', 'dynamic'],
    ['steps', 'callSites'],
  ],
  chance: 0,
  answerSchema: filesSchema(answerCharactersMax),
  execution: { trial, expected, neighbours: carelessAnswers },

  generate,
  answer: (reference) => filesText(courseOf(reference).changed),
  category,
  verify,
  oracle: (reference) => {
    const { after } = courseOf(reference);
    return {
      javascript: filesText(filesOf(after, 'javascript', reference.exported)),
      python: filesText(filesOf(after, 'python', reference.exported)),
      cases: JSON.stringify({
        function: { javascript: spelled('javascript', after.entry), python: after.entry },
        cases: reference.inputs.map((input, index) => ({
          arguments: input,
          output: reference.outputs[index],
        })),
      }),
    };
  },
  solution: explainRefactoring,
  guess: blindAnswer,
  blindAnswers: (reference) => {
    const { filesBefore } = courseOf(reference);
    const empty = Object.fromEntries(Object.keys(filesBefore).map((name) => [name, '']));
    const [[first, text]] = Object.entries(filesBefore) as [[string, string]];
    return [filesText(filesBefore), filesText({ [first]: text }), filesText(empty)];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<RefactoringReference> {
  const language = random.pick(languages);
  const groups = drawKinds(random.round(parameters.steps!), random.substream('kinds'));
  const shape = {
    files: random.round(parameters.files!),
    callSites: parameters.callSites!,
    dynamic: parameters.dynamic!,
    shadowing: parameters.shadowing!,
  };
  const drawn = drawProject(shape, groups, random.substream('program'));
  const { project, skin, free } = drawn;
  const steps = planSteps(drawn, groups, language, random.substream('steps'));
  const program = lowered(project);
  const inputs = drawInputs(functionNamed(project, project.entry)!.parameters.length, random);
  const outputs = inputs.map((input) => {
    const output = outputOf(program, input);
    if (output === null) throw new InstanceRejected('numbers grow too large');
    return output;
  });
  const makesFile = steps.some(
    (step) => step.kind === 'move' && project.files.every(({ file }) => file !== step.file),
  );
  const reference: RefactoringReference = {
    project,
    steps,
    language,
    exported: project.files.length > 1 || makesFile,
    inputs,
    outputs,
    free: free.functions.slice(-24),
  };
  const { projects, filesBefore, sentences } = courseOf(reference);
  return {
    features: {
      files: project.files.length,
      callSites: steps.reduce((sum, step, at) => sum + usesOf(step, projects[at]!), 0) / steps.length,
      steps: steps.length,
      dynamic: indirectShare(project, steps),
      shadowing: shadowsIn(project),
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(project, filesBefore, sentences, language, reference.exported),
    answerExample:
      language === 'javascript'
        ? '=== walks.js ===\nexport function dogCount(walks) {\n  return walks.length;\n}'
        : '=== walks.py ===\ndef dog_count(walks):\n    return len(walks)',
    reference,
    canonical: canonicalProject(project, steps),
  };
}

function trial(reference: RefactoringReference, answer: string): Trial {
  const { entryFile } = courseOf(reference);
  const { language, project, inputs } = reference;
  const name = spelled(language, project.entry);
  return {
    program: { language, files: filesWith(reference, answer), entry: entryFile },
    calls: inputs.map((input) => ({ function: name, arguments: input })),
  };
}

/** The program with the files that the answer changes. */
function filesWith(reference: RefactoringReference, answer: string): Files {
  return { ...courseOf(reference).filesBefore, ...readFilesText(answer) };
}

function expected({ outputs }: RefactoringReference): TrialResult {
  return returning(outputs);
}

/** Nothing unless the program still does what it did; then the share of what was asked for. */
function category(reference: RefactoringReference, answer: string, result?: TrialResult): Category {
  const { language, outputs } = reference;
  if (!returnedIn(result, outputs).every(Boolean)) return 0;
  const { wanted, known } = standardOf(reference);
  const facts = factsOf(filesWith(reference, answer), language, known);
  if (facts === null) return 0;
  return categoryOfShare(shareRefactored(wanted, facts), 0);
}

/** Runs the JavaScript of the program as it was, which is no one else's text, and counts the words of the answer. */
function verify(reference: RefactoringReference, answer: string, result?: TrialResult): boolean {
  if (!returnsAre(result, returnsOf(reference))) return false;
  const { filesAfter, names } = courseOf(reference);
  const kept = new Set(names.values());
  return haveSameTokens(
    filesWith(reference, answer),
    filesAfter,
    reference.language,
    (name) => !kept.has(name),
  );
}

const returnsOf = remembered((reference: RefactoringReference): readonly Json[] => {
  const { project, inputs, exported } = reference;
  const text = Object.values(filesOf(project, 'javascript', exported))
    .map((file) => file.replace(/^(?:import .*\n|export )/gm, ''))
    .join('\n');
  const name = spelled('javascript', project.entry);
  const run = new Function(
    'inputs',
    `'use strict';\n${text}\nreturn inputs.map((input) => ${name}(...input));`,
  );
  return run(inputs) as readonly Json[];
});
