import { endsWithQuestion } from '../last-question.ts';
import { completed } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { readExpression, readFunctions } from './program-parser.ts';
import { ProgramRun } from './program-run.ts';
import type { Language } from './program-tokens.ts';
import type { Expression, ProgramFunction } from './program-tree.ts';
import { everyNote, traceTechniquesIn } from './trace-techniques.ts';

const lastSentence = /^What does the call return\? Give the value as JSON[.:]/;
const opening = /^Here is a program in (?:JavaScript|Python):$/;
const fencedBlock = /^```(javascript|python)\n([\s\S]*?)\n```$/gm;

/** Carries out a program by hand; out of budget, it answers with what would be returned by then. */
export const traces: Solver = {
  reads: (prompt) => readTrace(prompt) !== null,
  techniquesIn: (example) => (readTrace(example.question) === null ? [] : traceTechniquesIn(example)),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const trace = readTrace(prompt);
    if (trace === null) return null;
    const known = strategy === 'guided' ? new Set(everyNote) : techniques;
    const run = new ProgramRun(trace.functions, trace.language, budget, known);
    let result: unknown = null;
    return completed(() => {
      result = run.called(trace.call);
    })
      ? result
      : run.sofar();
  },
};

interface TracePrompt {
  readonly language: Language;
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  readonly call: Expression;
}

/** The program and the call that the prompt ends with; null when it is of another kind. */
function readTrace(prompt: string): TracePrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const lines = prompt.split(/\r?\n/);
  const start = lines.findLastIndex((line) => opening.test(line));
  const blocks = [...lines.slice(start).join('\n').matchAll(fencedBlock)];
  const [, language, text] = blocks[0] ?? [];
  const called = blocks[1]?.[2];
  if (start < 0 || text === undefined || called === undefined) return null;
  const functions = readFunctions(text, language as Language);
  const call = readExpression(called, language as Language);
  return functions === null || call === null ? null : { language: language as Language, functions, call };
}
