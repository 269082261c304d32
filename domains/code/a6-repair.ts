import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import { InstanceRejected } from '../contract.ts';
import type { TrialResult } from '../execution.ts';
import type { RandomStream } from '../random.ts';
import { categoryOfShare } from '../task.ts';
import { canonicalOf } from './faults/canonical.ts';
import { drawInputs, drawProgram } from './faults/drawing.ts';
import { fails } from './faults/fault.ts';
import { KnownResults } from './faults/known-results.ts';
import type { Call } from './faults/wording.ts';
import { type Files, filesSchema } from './files-text.ts';
import { literalValue } from './ir/interpreter.ts';
import { functionsOf, type Program, statementsIn } from './ir/program.ts';
import { equalJson, jsonOf, type Value } from './ir/values.ts';
import { type Language, languages, spelled } from './languages.ts';
import { changedIn, definitionIn, type Fault, withFaults } from './repair/changes.ts';
import { explainRepair } from './repair/explanation.ts';
import { type DrawnFault, drawFaults, sameValue, shareOf, type Tried } from './repair/faults.ts';
import { mendedShare } from './repair/grading.ts';
import { type HiddenCall, hiddenCalls } from './repair/hidden.ts';
import { nearPrograms, withoutSteps, withSlip } from './repair/neighbours.ts';
import { answerText, filesOf, returnsOf, trialOf } from './repair/running.ts';
import { shownCalls } from './repair/shown.ts';
import { Slips } from './repair/slips.ts';
import { bodyOf, exampleAnswer } from './repair/wording.ts';
import { returnedIn, returning } from './returns.ts';

export interface RepairReference {
  /** As it should be. */
  readonly program: Program;
  readonly faults: readonly Fault[];
  readonly language: Language;
  readonly shown: readonly Call[];
  readonly hidden: readonly HiddenCall[];
}

/** Inputs of calls that may be shown, and by which it is measured how seldom a fault shows. */
const inputsDrawn = 48;
const triedMax = 24;
const failingShownMax = 6;
/** Share of the steps that look like a slip and are none. */
const decoys = 0.2;
const answerCharactersMax = 100_000;
const chanceMax = 0.9;

/**
 * Mending a program. Exports: `javascript` and `python`, the mended program in one file; `cases`, JSON of the hidden calls
 * with what they return.
 */
export const repair: Skill<RepairReference, string> = {
  id: 'A6',
  title: 'Repair',
  prerequisites: ['A5', 'A3'],
  parameters: {
    bugs: {
      min: 1,
      max: 6,
      default: 3,
      unit: 'faults',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Lines that are wrong, as far as the program has lines enough.',
    },
    subtlety: {
      min: 0,
      max: 0.6,
      default: 0.2,
      unit: 'share of calls',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the calls in which a fault, if it were the only one, would not show; the mean over the faults.',
    },
    interaction: {
      min: 0,
      max: 1,
      default: 0.3,
      unit: 'share of faults',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Share of the faults that stand in one function with another one, and so hide or change what it does.',
    },
    missing: {
      min: 0,
      max: 1,
      default: 0.3,
      unit: 'share of calls',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: `Share of ${failingShownMax} calls that go wrong which are not shown.`,
    },
    functions: {
      min: 2,
      max: 16,
      default: 5,
      unit: 'functions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Functions, all of which a call runs through.',
    },
    lines: {
      min: 3,
      max: 10,
      default: 5,
      unit: 'statements in a function',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Statements that a function has on average.',
    },
    files: {
      min: 1,
      max: 6,
      default: 1,
      unit: 'files',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Files that the functions are spread over, at most one for each function.',
    },
  },
  interactions: [
    ['bugs', 'functions'],
    ['bugs', 'subtlety'],
  ],
  chance: 0,
  answerSchema: filesSchema(answerCharactersMax),
  execution: {
    trial: (reference, answer) =>
      trialOf(shownOf(reference).files, reference.language, reference.hidden, answer),
    expected: ({ hidden }) => returning(hidden.map(({ expected }) => expected)),
    neighbours: (reference, count, random) =>
      nearPrograms(reference.program, reference.faults, count, (one) => answerOf(reference, one), random),
  },

  generate,
  answer: (reference) => answerOf(reference, reference.program),
  category,
  verify,
  oracle: ({ program, hidden }) => ({
    javascript: inOneFile(program, 'javascript'),
    python: inOneFile(program, 'python'),
    cases: JSON.stringify({
      cases: hidden.map(({ function: name, input, expected }) => ({
        function: { javascript: spelled('javascript', name), python: name },
        input,
        output: expected,
      })),
    }),
  }),
  solution: (reference) => {
    const { program, faults, hidden, language } = reference;
    const answer = answerOf(reference, program);
    return explainRepair(program, shownOf(reference).faulty, faults, hidden, language, answer);
  },
  guess: (reference, random) => answerOf(reference, withSlip(shownOf(reference).faulty, random)),
  blindAnswers: (reference) => {
    const { faulty } = shownOf(reference);
    return [answerOf(reference, faulty), answerOf(reference, withoutSteps(faulty))];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<RepairReference> {
  const { skin, program } = drawProgram(
    {
      functions: random.round(parameters.functions!),
      lines: parameters.lines!,
      decoys,
      files: random.round(parameters.files!),
    },
    random,
  );
  const right = new KnownResults(program);
  const tried = drawTried(program, right, random);
  const slips = new Slips(program);
  const faults = drawFaults(
    slips,
    right,
    tried,
    {
      bugs: random.round(parameters.bugs!),
      subtlety: parameters.subtlety!,
      interaction: parameters.interaction!,
    },
    random,
  );
  const faulty = withFaults(program, faults);
  const before = new KnownResults(right, changedIn(program, faulty));
  const failingMax = random.round(failingShownMax * (1 - parameters.missing!));
  const shown = shownCalls(faulty, before, faults, tried, failingMax);
  if (failingMax > 0 && shown.length === 0) throw new InstanceRejected('no call goes wrong');
  const hidden = hiddenCalls(slips, right, before, faults, random);
  requireThatEachShows(faults, hidden);
  const language = random.pick(languages);
  const functions = functionsOf(program);
  const reference: RepairReference = {
    program,
    faults: faults.map(({ function: name, statement, mutant }) => ({ function: name, statement, mutant })),
    language,
    shown,
    hidden,
  };
  const files = filesOf(faulty, language);
  shownByReference.set(reference, { faulty, files });
  return {
    features: {
      bugs: faults.length,
      subtlety: 1 - faults.reduce((sum, { shows }) => sum + shareOf(shows), 0) / faults.length,
      interaction: sharing(faults) / faults.length,
      missing: 1 - shown.filter(fails).length / failingShownMax,
      functions: functions.length,
      lines: functions.flatMap(({ body }) => statementsIn(body)).length / functions.length,
      files: program.modules.length,
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(faulty, files, shown, language),
    answerExample: exampleAnswer(language),
    reference,
    canonical: canonicalOf(faulty),
  };
}

/** Different ones, the short ones first. */
function drawTried(program: Program, right: KnownResults, random: RandomStream): Tried[] {
  const [parameter] = definitionIn(program, program.entry).parameters;
  const kind = parameter!.type.kind === 'int' ? 'number' : 'list';
  const inputs = new Map<string, Value>();
  for (const [given] of drawInputs(kind, inputsDrawn, random.substream('shown'))) {
    if (inputs.size === triedMax) break;
    const input = literalValue(given!);
    inputs.set(String(input), input);
  }
  return [...inputs.values()]
    .map((input) => ({ input, expected: right.of(program.entry, [input]) }))
    .sort((left, righter) => [left.input].flat().length - [righter.input].flat().length);
}

/** A fault that all others hide where it stands would not be missed. */
function requireThatEachShows(faults: readonly DrawnFault[], hidden: readonly HiddenCall[]): void {
  const showsIn = ({ results }: DrawnFault) =>
    hidden.some(({ function: name, input, expected }) => {
      const result = results.returned(name, input as number | number[]);
      return result === null || !sameValue(result, expected as number | number[]);
    });
  if (!faults.every(showsIn) || !hidden.some((call) => call.fails))
    throw new InstanceRejected('a fault does not show');
}

function sharing(faults: readonly Fault[]): number {
  return faults.filter((fault) =>
    faults.some((other) => other !== fault && other.function === fault.function),
  ).length;
}

/** The program as it is shown, and its text. */
interface Shown {
  readonly faulty: Program;
  readonly files: Files;
}

/** Put together and printed once for all answers that are looked at. */
const shownByReference = new WeakMap<RepairReference, Shown>();

function shownOf(reference: RepairReference): Shown {
  let shown = shownByReference.get(reference);
  if (shown === undefined) {
    const faulty = withFaults(reference.program, reference.faults);
    shown = { faulty, files: filesOf(faulty, reference.language) };
    shownByReference.set(reference, shown);
  }
  return shown;
}

function answerOf(reference: RepairReference, wanted: Program): string {
  return answerText(shownOf(reference).files, wanted, reference.language);
}

function category({ hidden }: RepairReference, _answer: string, result?: TrialResult): Category {
  const passed = returnedIn(
    result,
    hidden.map(({ expected }) => expected),
  );
  const unchanged = hidden.map(({ input, expected }) => equalJson(input, expected));
  return categoryOfShare(mendedShare(hidden, passed), Math.min(chanceMax, mendedShare(hidden, unchanged)));
}

/** By what the JavaScript of the program returns; that of the faulty one must return what the prompt says. */
function verify(reference: RepairReference, _answer: string, result?: TrialResult): boolean {
  let returns = rightReturns.get(reference);
  if (returns === undefined) {
    returns = returnsOfHidden(reference);
    rightReturns.set(reference, returns);
  }
  if (returns === null || result?.outcomes.length !== returns.length) return false;
  return result.outcomes.every(
    (outcome, at) => outcome.kind === 'returned' && JSON.stringify(outcome.value) === returns[at],
  );
}

/** They do not depend on the answer, and take longer to find than to look up. */
const rightReturns = new WeakMap<RepairReference, readonly string[] | null>();

/** Null where the calls that are shown do not return what the prompt says. */
function returnsOfHidden(reference: RepairReference): string[] | null {
  const { program, shown, hidden } = reference;
  const calls = shown.map(({ input }) => ({ function: program.entry, input: jsonOf(literalValue(input)) }));
  const actual = calls.length === 0 ? [] : returnsOf(shownOf(reference).faulty, calls);
  const returns = returnsOf(program, [...calls, ...hidden]);
  const isAsShown = shown.every(
    (call, at) => textOf(call.actual) === actual[at] && textOf(call.expected) === returns[at],
  );
  return isAsShown ? returns.slice(calls.length) : null;
}

function textOf(value: Value): string {
  return JSON.stringify(jsonOf(value));
}

function inOneFile({ modules, entry }: Program, language: Language): string {
  const functions = modules.flatMap((module) => module.functions);
  return Object.values(filesOf({ modules: [{ file: '', imports: [], functions }], entry }, language)).join(
    '',
  );
}
