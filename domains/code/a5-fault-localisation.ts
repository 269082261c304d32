import { z } from 'zod';
import { type Instance, InstanceRejected, type Parameters, type Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { canonicalOf } from './faults/canonical.ts';
import { drawProgram } from './faults/drawing.ts';
import { explainFault } from './faults/explanation.ts';
import { drawFault } from './faults/fault.ts';
import { categoryOf, type Location } from './faults/grading.ts';
import { linesIn, printedFiles } from './faults/print.ts';
import { actualOf, differingLine, expectedOf, returnsOf } from './faults/running.ts';
import { bodyOf, type Call } from './faults/wording.ts';
import {
  type FunctionDefinition,
  functionsOf,
  type Program,
  statementsIn,
  withFunction,
} from './ir/program.ts';
import { type Language, languages, spelled } from './languages.ts';

interface FaultReference {
  /** As it should be. */
  readonly program: Program;
  /** The function that has the fault. */
  readonly faulty: FunctionDefinition;
  readonly language: Language;
  readonly calls: readonly Call[];
  /** Every place where one line can be changed so that all is right, and the function as it is then. */
  readonly sites: readonly (Location & { readonly repaired: FunctionDefinition })[];
}

const nameMax = 200;
const lineMax = 1_000_000;

/**
 * Which line of a program is wrong. Exports: `ir`, JSON of the program with the fault and without, and of the calls;
 * `javascript` or `python`, the files with the fault as one text.
 */
export const faultLocalisation: Skill<FaultReference, Location> = {
  id: 'A5',
  title: 'Fault localisation',
  prerequisites: ['A1'],
  parameters: {
    functions: {
      min: 1,
      max: 32,
      default: 6,
      unit: 'functions',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Functions, all of which a call runs through.',
    },
    lines: {
      min: 2,
      max: 10,
      default: 5,
      unit: 'statements in a function',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Statements that a function has on average.',
    },
    distance: {
      min: 0,
      max: 1,
      default: 0.5,
      unit: 'share of what is carried out',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the statements carried out in a call that come after the fault, and so hide what it does.',
    },
    decoys: {
      min: 0,
      max: 1,
      default: 0.3,
      unit: 'share of steps',
      scale: 'linear',
      monotone: true,
      kind: 'language',
      does: 'Share of the steps that look like a slip and are what the comment says, all of them carried out.',
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
  interactions: [['functions', 'lines']],
  // Measured over 1,500 instances at parameters drawn evenly over their ranges: a line at random .045, the last line
  // .039, the one in the middle .038.
  chance: 0.045,
  answerSchema: z.object({
    file: z.string().max(nameMax),
    function: z.string().max(nameMax),
    line: z.int().min(1).max(lineMax),
  }),

  generate,
  answer: ({ sites }) => locationOf(sites[0]!),
  category: ({ program, sites }, answer) => categoryOf(sites, functionsOf(program).length, answer),
  verify,
  oracle: ({ program, faulty, language, calls }) => {
    const wrong = withFunction(program, faulty);
    const files = printedFiles(wrong, language).map(({ lines }) => `${lines.join('\n')}\n`);
    return { ir: JSON.stringify({ program, faulty: wrong, calls }), [language]: files.join('\n') };
  },
  solution: ({ program, faulty, language, calls, sites }) =>
    explainFault(program, withFunction(program, faulty), calls[0]!.input, locationOf(sites[0]!), language),
  guess: (reference, random) => random.pick(placesIn(reference)),
  blindAnswers: (reference) => {
    const places = placesIn(reference);
    const at = (share: number) => places[Math.floor((places.length - 1) * share)]!;
    return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<FaultReference> {
  const { skin, program, odd, steps } = drawProgram(
    {
      functions: random.round(parameters.functions!),
      lines: parameters.lines!,
      decoys: parameters.decoys!,
      files: random.round(parameters.files!),
    },
    random,
  );
  const { faulty, definition, calls, repairs, distance } = drawFault(program, parameters.distance!, random);
  const language = random.pick(languages);
  const lines = linesIn(faulty, language);
  const sites = repairs.map(({ statement, branch, repaired }) => {
    const home = lines.get(statement);
    if (home === undefined) throw new InstanceRejected('no line');
    return {
      file: home.file,
      function: spelled(language, definition.name),
      line: home.lines[branch]!,
      repaired,
    };
  });
  const functions = functionsOf(program);
  return {
    features: {
      functions: functions.length,
      lines: functions.flatMap(({ body }) => statementsIn(body)).length / functions.length,
      distance,
      decoys: odd / steps,
      files: program.modules.length,
    },
    skin: `${language} · ${skin}`,
    body: bodyOf(faulty, calls, language),
    answerExample: `{"file": "${language === 'javascript' ? 'walks.js' : 'walks.py'}", "function": "${spelled(language, 'count_dogs')}", "line": 7}`,
    reference: { program, faulty: definition, language, calls, sites },
    canonical: canonicalOf(faulty),
  };
}

function verify(reference: FaultReference, answer: Location): boolean {
  let confirmed = confirmedSites.get(reference);
  if (confirmed === undefined) {
    confirmed = sitesByText(reference);
    confirmedSites.set(reference, confirmed);
  }
  return confirmed.some(
    (site) => site.file === answer.file && site.function === answer.function && site.line === answer.line,
  );
}

/** They do not depend on the answer, and take longer to find than to look up. */
const confirmedSites = new WeakMap<FaultReference, readonly Location[]>();

/** Runs the JavaScript, and finds the lines by comparing the text with that of the program mended. */
function sitesByText({ program, faulty, language, calls, sites }: FaultReference): Location[] {
  const wrong = withFunction(program, faulty);
  if (String(returnsOf(wrong, calls)) !== String(actualOf(calls))) return [];
  return sites.flatMap(({ repaired }) => {
    const mended = withFunction(program, repaired);
    const line = differingLine(wrong, mended, language);
    const right = String(returnsOf(mended, calls)) === String(expectedOf(calls));
    return line !== null && right ? [line] : [];
  });
}

/** Every line that has a statement. */
function placesIn({ program, faulty, language }: FaultReference): Location[] {
  const lines = linesIn(withFunction(program, faulty), language);
  const places = [...lines.values()].flatMap((home) =>
    home.lines.map((line) => ({ file: home.file, function: spelled(language, home.function.name), line })),
  );
  const files = [...new Set(places.map(({ file }) => file))];
  return places.sort(
    (left, right) => files.indexOf(left.file) - files.indexOf(right.file) || left.line - right.line,
  );
}

function locationOf({ file, function: name, line }: Location): Location {
  return { file, function: name, line };
}
