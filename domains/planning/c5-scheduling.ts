import { z } from 'zod';
import type { Category, Instance, Parameters, Skill } from '../contract.ts';
import type { RandomStream } from '../random.ts';
import { drawVocabulary } from '../skins.ts';
import { canonicalWorkshop } from './scheduling/canonical.ts';
import { attainableDeadlines, unattainableDeadlines, withDeadlines } from './scheduling/deadlines.ts';
import { drawWorkshop, setupShare } from './scheduling/drawing.ts';
import { explainOverload, explainSchedule } from './scheduling/explanation.ts';
import { scheduleDocument, smtProgram } from './scheduling/formats.ts';
import { isOverload, type PartialSchedule, scheduleCategory } from './scheduling/grading.ts';
import { type Optimum, shortestSchedule } from './scheduling/optimum.ts';
import { canEndBy, isProvedOverload, keepsRules } from './scheduling/timeline.ts';
import { promptBody, reservedWords } from './scheduling/wording.ts';
import type { Placement, Workshop } from './scheduling/workshop.ts';

/** A workshop with a best schedule, or with jobs that cannot all be in time; `optimum` or `overload` is null. */
interface SchedulingReference {
  readonly workshop: Workshop;
  readonly optimum: Optimum | null;
  readonly overload: readonly number[] | null;
}

const answerSchema = z.union([
  z.strictObject({
    schedule: z.record(z.string(), z.strictObject({ start: z.int(), machine: z.int() })),
  }),
  z.strictObject({ impossible: z.array(z.string()) }),
]);
type SchedulingAnswer = z.infer<typeof answerSchema>;

const impossibleShare = 0.15;
const kindsMax = 3;

/**
 * Jobs with an order, deadlines and set-up times are placed on machines that are alike, so that the last ends early.
 *
 * Exports: `schedule`, JSON with `machines`, `tasks` (name, duration, kind, deadline), `precedences` (pairs of names,
 * the first ends before the second starts), `setups` (from kind, to kind, time; none between jobs of one kind) and
 * `optimum`, the earliest end of the last task or null where the deadlines cannot be met. Times are integers from 0.
 * `smtlib`, the same as constraints: `sat` then `unsat`, or one `unsat` where the optimum is null.
 */
export const scheduling: Skill<SchedulingReference, SchedulingAnswer> = {
  id: 'C5',
  title: 'Scheduling with deadlines',
  prerequisites: ['C4'],
  parameters: {
    tasks: {
      min: 5,
      max: 12,
      default: 8,
      unit: 'jobs',
      scale: 'linear',
      monotone: true,
      kind: 'search',
      does: 'Number of jobs to place.',
    },
    machines: {
      min: 1,
      max: 4,
      default: 2,
      unit: 'machines',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Number of machines, which are all alike; many leave more choice, or some of them idle.',
    },
    precedence: {
      min: 0.1,
      max: 0.4,
      default: 0.2,
      unit: 'share of pairs',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Share of the pairs of jobs of which one is said to end before the other starts.',
    },
    setup: {
      min: 0,
      max: 1,
      default: 0.3,
      unit: 'mean durations',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Mean set-up time of a machine between jobs of different kinds, as a share of the mean duration of a job.',
    },
    slack: {
      min: 0,
      max: 0.5,
      default: 0.15,
      unit: 'share of the optimum',
      scale: 'linear',
      monotone: false,
      kind: 'search',
      does: 'Time that deadlines leave on average after the ends in a best schedule, as a share of its length.',
    },
  },
  interactions: [
    ['tasks', 'machines'],
    ['tasks', 'setup'],
  ],
  // Measured over 4,000 instances at parameters drawn evenly over their ranges: the first two jobs of the order as a
  // chain .013, jobs in the order of the list on the machine that is free first .006, in random order .006.
  chance: 0.013,
  answerSchema,

  generate,
  answer: ({ workshop, optimum, overload }) =>
    optimum === null
      ? { impossible: (overload as readonly number[]).map((job) => workshop.jobs[job]?.name as string) }
      : asAnswer(workshop, optimum.placements),
  category,
  verify,
  oracle: ({ workshop, optimum }) => ({
    schedule: scheduleDocument(workshop, optimum?.makespan ?? null),
    smtlib: smtProgram(workshop, optimum?.makespan ?? null),
  }),
  solution: ({ workshop, optimum, overload }) =>
    optimum === null
      ? explainOverload(workshop, overload as readonly number[])
      : explainSchedule(workshop, optimum),
  guess: ({ workshop }, random) => inTurn(workshop, random.shuffle([...workshop.jobs.keys()])),
  blindAnswers: ({ workshop }) => {
    const numbers = [...workshop.jobs.keys()];
    return [
      inTurn(workshop, numbers),
      inTurn(workshop, numbers.toReversed()),
      asAnswer(workshop, oneAfterAnother(workshop)),
      asAnswer(
        workshop,
        numbers.map((job) => ({ start: 0, machine: job % workshop.machines })),
      ),
      { impossible: workshop.jobs.map(({ name }) => name) },
      { impossible: workshop.jobs.slice(0, Math.ceil(workshop.jobs.length / 2)).map(({ name }) => name) },
      { impossible: workshop.precedences[0]?.map((job) => workshop.jobs[job]?.name as string) ?? [] },
    ];
  },
};

function generate(parameters: Parameters, random: RandomStream): Instance<SchedulingReference> {
  const value = (name: string) => parameters[name] as number;
  const tasks = random.round(value('tasks'));
  const pairs = (tasks * (tasks - 1)) / 2;
  const size = {
    jobs: tasks,
    machines: random.round(value('machines')),
    precedences: random.round(value('precedence') * pairs),
    kinds: value('setup') === 0 ? 1 : kindsMax,
    setup: value('setup'),
  };
  const open = drawWorkshop(size, random.substream('workshop'));
  const optimum = shortestSchedule(open);
  const attainable = attainableDeadlines(open, optimum, value('slack'), random);
  const impossible = random.chance(impossibleShare) ? unattainableDeadlines(open, attainable, random) : null;
  const words = drawVocabulary(random.substream('words'), {
    classes: tasks,
    categories: { count: 1, values: kindsMax },
    reserved: reservedWords,
  });
  const named = {
    ...open,
    kinds: words.categories.flatMap(({ values }) => values.slice(0, size.kinds)),
    jobs: open.jobs.map((job, index) => ({ ...job, name: words.classes[index]?.singular as string })),
  };
  const workshop = withDeadlines(named, impossible?.deadlines ?? attainable);
  return {
    features: {
      tasks,
      machines: size.machines,
      precedence: size.precedences / pairs,
      setup: setupShare(open),
      slack: slackOf(open.jobs, attainable, optimum),
    },
    skin: words.skin,
    body: promptBody(workshop),
    answerExample: '{"schedule": {"press": {"start": 0, "machine": 1}, "lathe": {"start": 4, "machine": 1}}}',
    reference: {
      workshop,
      optimum: impossible === null ? optimum : null,
      overload: impossible?.overload.jobs ?? null,
    },
    canonical: canonicalWorkshop(workshop),
  };
}

/** What the deadlines left before any was tightened. */
function slackOf(
  jobs: readonly { readonly duration: number }[],
  deadlines: readonly number[],
  { makespan, placements }: Optimum,
): number {
  const left = jobs.map(
    ({ duration }, job) => (deadlines[job] as number) - (placements[job]?.start as number) - duration,
  );
  return left.reduce((sum, hours) => sum + hours, 0) / (jobs.length * makespan);
}

function asAnswer({ jobs }: Workshop, placements: readonly Placement[]): SchedulingAnswer {
  return {
    schedule: Object.fromEntries(
      jobs.map(({ name }, job) => {
        const { start, machine } = placements[job] as Placement;
        return [name, { start, machine: machine + 1 }];
      }),
    ),
  };
}

/** In a given order, each on the machine that is free first, without regard to anything else. */
function inTurn(workshop: Workshop, order: readonly number[]): SchedulingAnswer {
  const free = new Array<number>(workshop.machines).fill(0);
  const placements: Placement[] = [];
  for (const job of order) {
    const start = Math.min(...free);
    const machine = free.indexOf(start);
    placements[job] = { start, machine };
    free[machine] = start + (workshop.jobs[job]?.duration as number);
  }
  return asAnswer(workshop, placements);
}

/** On the first machine, in the order of the list. */
function oneAfterAnother({ jobs }: Workshop): Placement[] {
  let hour = 0;
  return jobs.map(({ duration }) => {
    const start = hour;
    hour += duration;
    return { start, machine: 0 };
  });
}

function category({ workshop, optimum }: SchedulingReference, answer: SchedulingAnswer): Category {
  const { jobs } = workshop;
  if ('impossible' in answer) {
    const listed = answer.impossible.map((name) => jobs.findIndex((job) => job.name === name));
    return !listed.includes(-1) && isOverload(workshop, listed) ? 4 : 0;
  }
  if (optimum === null) return 0;
  const schedule: PartialSchedule = jobs.map(({ name }) => {
    const given = Object.hasOwn(answer.schedule, name) ? answer.schedule[name] : undefined;
    return given === undefined ? null : { start: given.start, machine: given.machine - 1 };
  });
  const found = scheduleCategory(workshop, schedule, optimum.makespan);
  const hasOthers = Object.keys(answer.schedule).length > schedule.filter((place) => place !== null).length;
  return hasOthers && found > 2 ? 2 : found;
}

function verify({ workshop }: SchedulingReference, answer: SchedulingAnswer): boolean {
  if ('impossible' in answer) return isProvedOverload(workshop, answer.impossible);
  const { jobs } = workshop;
  if (Object.keys(answer.schedule).length !== jobs.length) return false;
  const placements: Placement[] = [];
  for (const { name } of jobs) {
    const given = Object.entries(answer.schedule).find(([key]) => key === name)?.[1];
    if (given === undefined) return false;
    placements.push({ start: given.start, machine: given.machine - 1 });
  }
  if (!keepsRules(workshop, placements)) return false;
  const end = Math.max(...placements.map(({ start }, job) => start + (jobs[job]?.duration as number)));
  return !canEndBy(workshop, end - 1);
}
