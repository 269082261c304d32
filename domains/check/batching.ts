import type { RunTrial, Trial, TrialResult } from '../execution.ts';
import type { Json } from '../json.ts';

/** Limits that all trials of a batch together need, beside whatever else the machine does. */
export const checkLimits = { timeMs: 60_000, memoryBytes: 256 * 2 ** 20, outputBytes: 64 * 2 ** 20 };

type Language = Trial['program']['language'];

interface Waiting {
  readonly trial: Trial;
  resolve(result: TrialResult): void;
  reject(error: unknown): void;
}

/**
 * Runs trials that are asked for at the same time in one interpreter a language, since starting one takes longer than
 * most trials do. Only for programs that a check has written itself: they can disturb one another. A program that
 * does not load gives errors in place of results.
 */
export function batched(run: RunTrial): RunTrial {
  let waiting: Waiting[] = [];
  const flush = () => {
    const batch = waiting;
    waiting = [];
    for (const language of ['javascript', 'python'] as const) {
      const trials = batch.filter(({ trial }) => trial.program.language === language);
      if (trials.length > 0) void runTogether(run, language, trials);
    }
  };
  return (trial) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ trial, resolve, reject });
    });
}

async function runTogether(run: RunTrial, language: Language, batch: readonly Waiting[]): Promise<void> {
  const { entry, text } = hosts[language];
  const sources = batch.map(({ trial: { program } }) => program.files[program.entry] ?? '');
  const calls = batch.map(({ trial }, index) => ({
    function: 'callAll',
    arguments: [index, trial.calls.map((call) => [call.function, call.arguments])] as Json[],
  }));
  try {
    const program = { language, files: { [entry]: text(JSON.stringify(sources)) }, entry };
    const { end, outcomes } = await run({ program, calls });
    for (const [index, { resolve }] of batch.entries()) {
      const outcome = outcomes[index];
      resolve(
        outcome?.kind === 'returned'
          ? { end: 'done', outcomes: (outcome.value as Json[][]).map(outcomeOf) }
          : { end: outcome === undefined ? end : 'load', outcomes: [] },
      );
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** What a host gives of a call: its value in a list, which is empty where there is none. */
function outcomeOf(given: readonly Json[]): TrialResult['outcomes'][number] {
  return given.length === 0 ? { kind: 'threw' } : { kind: 'returned', value: given[0] as Json };
}

/** Programs that hold others, each with names of its own, and make calls of functions of one of them. */
const hosts: Readonly<Record<Language, { entry: string; text: (sources: string) => string }>> = {
  javascript: {
    entry: 'batch.js',
    text: (sources) => `const sources = ${sources};
function callAll(index, calls) {
  const named = new Function(sources[index] + '\\nreturn (name) => eval(name);')();
  return calls.map(([name, parameters]) => {
    try {
      const value = named(name)(...parameters);
      return value === undefined ? [] : [value];
    } catch {
      return [];
    }
  });
}`,
  },
  python: {
    entry: 'batch.py',
    // JSON of strings is Python as well.
    text: (sources) => `sources = ${sources}

def called(function, parameters):
    try:
        return [function(*parameters)]
    except Exception:
        return []

def callAll(index, calls):
    names = {}
    exec(sources[index], names)
    return [called(names[name], parameters) for name, parameters in calls]`,
  },
};
