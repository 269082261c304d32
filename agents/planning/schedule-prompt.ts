import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

export interface PromptJob {
  readonly name: string;
  readonly duration: number;
  readonly deadline: number;
  /** Empty where jobs are of one kind. */
  readonly kind: string;
  /** Numbers of the jobs that have to end before it. */
  readonly before: readonly number[];
}

export interface SchedulePrompt {
  readonly machines: number;
  readonly jobs: readonly PromptJob[];
  /** Hours of set-up from one kind to another. */
  setupOf(from: string, to: string): number;
}

const lastSentence =
  /^What is the start hour and the machine of every job, or which jobs make it impossible\?$/;

/** The scheduling task that the prompt ends with; null when it is of another kind. */
export function readSchedulePrompt(prompt: string): SchedulePrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const opening = [...prompt.matchAll(/^A workshop has (one|\d+) machines?\b/gm)].at(-1);
  const lines = sectionLines(prompt, 'Jobs:').flatMap((line) => {
    const match = /^- (\S+): takes (\d+) hours?, due by hour (\d+)(?:, kind (\S+))?$/.exec(line);
    return match === null ? [] : [match];
  });
  if (opening === undefined || lines.length === 0) return null;
  const numbers = new Map(lines.map(([, name], job) => [name as string, job]));
  const pairs = sectionLines(prompt, 'Order of jobs:').flatMap((line) => {
    const match = /^- (\S+) must have ended before (\S+) starts\.$/.exec(line);
    return match === null
      ? []
      : [[numbers.get(match[1] as string), numbers.get(match[2] as string)] as const];
  });
  const kinds = lines.some(([, , , , kind]) => kind !== undefined);
  const setups = new Map(
    (kinds ? sectionLines(prompt, 'Set-up times:') : []).flatMap((line) => {
      const match = /^- From (\S+) to (\S+): (\d+) hours?$/.exec(line);
      return match === null ? [] : [[`${match[1]} ${match[2]}`, Number(match[3])] as const];
    }),
  );
  return {
    machines: opening[1] === 'one' ? 1 : Number(opening[1]),
    jobs: lines.map(([, name, duration, deadline, kind], job) => ({
      name: name as string,
      duration: Number(duration),
      deadline: Number(deadline),
      kind: kind ?? '',
      before: pairs.flatMap(([first, second]) => (second === job && first !== undefined ? [first] : [])),
    })),
    setupOf: (from, to) => setups.get(`${from} ${to}`) ?? 0,
  };
}
