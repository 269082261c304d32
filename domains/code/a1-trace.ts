import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { canonicalJson, type Json } from '../json.ts';
import type { RandomStream } from '../random.ts';
import type { Call, Program } from './ir/program.ts';
import { nestsAtMost } from './ir/values.ts';
import { expressionText, type Language, languages, programText } from './languages.ts';
import { canonicalProgram } from './trace/canonical.ts';
import { drawTrace } from './trace/drawing.ts';
import { explainTrace } from './trace/explanation.ts';
import { categoryOf, leavesOf, withNumbers } from './trace/grading.ts';
import { startOf } from './trace/parts.ts';
import { bodyOf, fileOf } from './trace/wording.ts';

interface TraceReference {
  readonly program: Program;
  readonly call: Call;
  readonly language: Language;
  readonly result: Json;
  /** The result as it would be if no statement changed anything. */
  readonly start: Json;
}

/** Far deeper than any result; an answer without end of brackets must not exhaust the stack. */
const answerDepthMax = 32;

/**
 * What a program returns. Exports: `javascript` and `python`, complete files that print the result as JSON; `ir`, JSON
 * of the program and the call.
 */
export const trace: Skill<TraceReference, Json> = {
  id: 'A1',
  title: 'Tracing a program',
  prerequisites: [],
  parameters: {
    steps: {
      min: 4,
      max: 200,
      default: 30,
      unit: 'steps',
      scale: 'log',
      monotone: true,
      kind: 'search',
      does: 'Statements carried out and rounds of loops begun.',
    },
    state: {
      min: 2,
      max: 24,
      default: 8,
      unit: 'leaves',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Numbers and strings in the value that is returned, which is what the program works on.',
    },
    callDepth: {
      min: 0,
      max: 4,
      default: 1,
      unit: 'calls inside one another',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Functions that call one another, the one that is asked about not counted.',
    },
    aliasing: {
      min: 0,
      max: 0.6,
      default: 0.2,
      unit: 'share of changes',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the changes of lists, maps and records that are made by a second name of theirs.',
    },
  },
  interactions: [['steps', 'state']],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the arguments with half of the numbers
  // changed at random .003; the arguments as they are and one number everywhere .000, since what they get is taken off.
  chance: 0.003,
  answerSchema: z.custom<Json>((value) => value !== undefined && nestsAtMost(value as Json, answerDepthMax)),

  generate,
  answer: ({ result }) => result,
  category,
  verify,
  oracle: ({ program, call }) => ({
    javascript: fileOf(program, call, 'javascript'),
    python: fileOf(program, call, 'python'),
    ir: JSON.stringify({ program, call }),
  }),
  solution: ({ program, call, language, result }) => explainTrace(program, call, language, result),
  guess: ({ start }, random) =>
    withNumbers(start, (old) => (random.chance(0.5) ? old : old + random.int(1, 12))),
  blindAnswers: ({ start }) => blindAnswers(start),
};

function generate(parameters: Parameters, random: RandomStream): Instance<TraceReference> {
  const drawn = drawTrace(
    {
      steps: random.round(parameters.steps!),
      state: random.round(parameters.state!),
      callDepth: random.round(parameters.callDepth!),
      aliasing: parameters.aliasing!,
    },
    random,
  );
  const { skin, program, call, measures, parts, tally } = drawn;
  const language = random.pick(languages);
  return {
    features: {
      steps: measures.steps,
      state: leavesOf(measures.result).size,
      callDepth: measures.callDepth,
      aliasing: measures.aliased / Math.max(1, measures.writes),
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(program, call, language),
    answerExample: '{"readings": [4, 0, 7], "total": 12}',
    reference: {
      program,
      call,
      language,
      result: measures.result,
      start: startOf(parts, call.arguments, tally),
    },
    canonical: canonicalProgram(program, call),
  };
}

/** All leaves as they were handed over, or something that every leaf might be. */
function blindAnswers(start: Json): Json[] {
  return [
    start,
    ...[0, 1, 10].map((value) => withNumbers(start, () => value)),
    withNumbers(start, (old) => old + 1),
  ];
}

function category({ result, start }: TraceReference, answer: Json): Category {
  return categoryOf(result, blindAnswers(start), answer);
}

/** Runs the JavaScript that is printed from the program, which is no one else's text. */
function verify({ program, call }: TraceReference, answer: Json): boolean {
  const text = programText(program, 'javascript');
  const called = expressionText(call, 'javascript');
  const returned: unknown = new Function(`'use strict';\n${text}\nreturn ${called};`)();
  return canonicalJson(returned) === canonicalJson(answer);
}
