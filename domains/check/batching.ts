import type { RunTrial, Trial, TrialResult } from '../execution.ts';
import type { Json } from '../json.ts';

/** Limits that all trials of a batch together need, beside whatever else the machine does. */
export const checkLimits = { timeMs: 60_000, memoryBytes: 256 * 2 ** 20, outputBytes: 64 * 2 ** 20 };

type TrialProgram = Trial['program'];

interface Waiting {
  readonly trial: Trial;
  resolve(result: TrialResult): void;
  reject(error: unknown): void;
}

/**
 * Runs trials that are asked for at the same time in one interpreter a language, since starting one takes longer than
 * most trials do. Only for programs that a check has written itself: they can disturb one another. A program that
 * does not load gives errors in place of results.
 *
 * JavaScript of several files is joined by the imports of one module more. There one file that does not load keeps all
 * from loading, so that each of the batch is then run alone.
 */
export function batched(run: RunTrial): RunTrial {
  let waiting: Waiting[] = [];
  const flush = () => {
    const batch = waiting;
    waiting = [];
    for (const kind of kinds) {
      const trials = batch.filter(({ trial }) => kind.takes(trial.program));
      if (trials.length > 0) void runTogether(run, kind, trials);
    }
  };
  return (trial) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ trial, resolve, reject });
    });
}

async function runTogether(run: RunTrial, kind: Kind, batch: readonly Waiting[]): Promise<void> {
  const calls = batch.map(({ trial }, index) => ({
    function: 'callAll',
    arguments: [
      kind.named(trial.program, index),
      trial.calls.map((call) => [call.function, call.arguments]),
    ] as Json[],
  }));
  try {
    const { end, outcomes } = await run({
      program: kind.host(batch.map(({ trial }) => trial.program)),
      calls,
    });
    if (end === 'load' && kind.runsAlone) {
      for (const { trial, resolve, reject } of batch) run(trial).then(resolve, reject);
      return;
    }
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

/** How programs of one kind are held by another one, each with names of its own, which makes calls of their functions. */
interface Kind {
  takes(program: TrialProgram): boolean;
  host(programs: readonly TrialProgram[]): TrialProgram;
  /** What the host is told of the program that has the functions. */
  named(program: TrialProgram, index: number): Json;
  /** Each of them, where the host does not load. */
  readonly runsAlone: boolean;
}

const kinds: readonly Kind[] = [
  {
    takes: (program) => program.language === 'javascript' && !isOfSeveralFiles(program),
    runsAlone: false,
    named: ({ files, entry }) => files[entry] ?? '',
    host: () => ({
      language: 'javascript',
      entry: 'batch.js',
      files: {
        'batch.js': `function callAll(source, calls) {
  const named = new Function(source + '\\nreturn (name) => eval(name);')();
  return calls.map(([name, parameters]) => called(() => named(name)(...parameters)));
}
${calledInJavaScript}`,
      },
    }),
  },
  {
    takes: (program) => program.language === 'javascript' && isOfSeveralFiles(program),
    runsAlone: true,
    named: (_, index) => index,
    host: (programs) => ({
      language: 'javascript',
      entry: 'batch.js',
      files: Object.fromEntries([
        ...programs.flatMap(({ files }, index) =>
          Object.entries(files).map(([name, text]) => [`${index}/${name}`, text]),
        ),
        [
          'batch.js',
          `${programs.map(({ entry }, index) => `import * as program${index} from './${index}/${entry}';`).join('\n')}
const programs = [${programs.map((_, index) => `program${index}`).join(', ')}];
export function callAll(index, calls) {
  return calls.map(([name, parameters]) => called(() => programs[index][name](...parameters)));
}
${calledInJavaScript}`,
        ],
      ]),
    }),
  },
  {
    takes: ({ language }) => language === 'python',
    runsAlone: false,
    // A Python program that held the others would take long to read them.
    named: ({ files, entry }) => [files, entry.replace(/\.py$/, '')],
    host: () => ({
      language: 'python',
      entry: 'batch.py',
      files: {
        'batch.py': `import builtins

def loaded(files, entry):
    modules = {}

    def found(name, *more):
        file = name.replace(".", "/") + ".py"
        if file not in files:
            return builtins.__import__(name, *more)
        if file not in modules:
            modules[file] = type(builtins)(name)
            names = vars(modules[file])
            names["__builtins__"] = {**vars(builtins), "__import__": found}
            exec(files[file], names)
        return modules[file]

    return found(entry.replace("/", "."))

def called(module, name, parameters):
    try:
        return [getattr(module, name)(*parameters)]
    except Exception:
        return []

def callAll(program, calls):
    module = loaded(*program)
    return [called(module, name, parameters) for name, parameters in calls]`,
      },
    }),
  },
];

const calledInJavaScript = `function called(call) {
  try {
    const value = call();
    return value === undefined ? [] : [value];
  } catch {
    return [];
  }
}`;

function isOfSeveralFiles({ files }: TrialProgram): boolean {
  return Object.keys(files).length > 1;
}
