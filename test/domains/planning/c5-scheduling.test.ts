import { run } from 'clingo-wasm';
import { describe, expect, it } from 'vitest';
import { readSchedulePrompt, type SchedulePrompt } from '../../../agents/planning/schedule-prompt.ts';
import { randomVector } from '../../../domains/check/vectors.ts';
import type { Parameters, Skill } from '../../../domains/contract.ts';
import { scheduling } from '../../../domains/planning/c5-scheduling.ts';
import { RandomStream } from '../../../domains/random.ts';
import { generateTask } from '../../../domains/task.ts';

const skill = scheduling as Skill;
type Reference = ReturnType<typeof scheduling.generate>['reference'];

function taskAt(parameters: Parameters, seed: string): { prompt: string; reference: Reference } {
  const { prompt, reference } = generateTask('planning', skill, parameters, `c5 ${seed}`);
  return { prompt, reference: reference as Reference };
}

interface ScheduleDocument {
  readonly machines: number;
  readonly tasks: readonly { name: string; duration: number; kind: string; deadline: number }[];
  readonly precedences: readonly (readonly [string, string])[];
  readonly setups: readonly { from: string; to: string; time: number }[];
  readonly optimum: number | null;
}

describe('truth', () => {
  it('is the best of all schedules that the prompt allows, by plain enumeration', () => {
    let impossible = 0;
    for (let seed = 0; seed < 60; seed++) {
      const parameters = {
        tasks: 5 + (seed % 2),
        machines: 1 + (seed % 3),
        setup: (seed % 4) / 3,
        slack: (seed % 3) / 4,
      };
      const { prompt, reference } = taskAt(parameters, `small ${seed}`);
      const best = bestEnd(readSchedulePrompt(prompt) as SchedulePrompt);
      expect(best).toBe(reference.optimum?.makespan ?? null);
      if (best === null) impossible++;
    }
    expect(impossible).toBeGreaterThan(2);
  });

  it('agrees with an answer-set solver on the exported workshop', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const { reference } = taskAt({ tasks: 6 + (seed % 4), machines: 1 + (seed % 3) }, `clingo ${seed}`);
      const document = JSON.parse(scheduling.oracle(reference).schedule as string) as ScheduleDocument;
      const { optimum } = document;
      expect(await satisfiable(document, optimum ?? Number.POSITIVE_INFINITY)).toBe(optimum !== null);
      if (optimum !== null) expect(await satisfiable(document, optimum - 1)).toBe(false);
    }
  });

  it('counts no set-up that is done while a machine stands idle anyway', () => {
    const seed = '022b36f825b739fa5027e8eeb0181a02a24b71681c36650c463fad950ea4392c';
    const parameters = {
      tasks: 11.015688068931922,
      machines: 2.313611220335588,
      precedence: 0.10629381993785501,
      setup: 0.907871967414394,
      slack: 0.25929996836930513,
    };
    expect(generateTask('planning', skill, parameters, seed).disagreements).toBe(0);
  });

  it('leaves about one instance in seven impossible, wherever the parameters are', () => {
    const random = new RandomStream('impossible');
    const references = Array.from(
      { length: 400 },
      (_, seed) => taskAt(randomVector(skill, random), `share ${seed}`).reference,
    );
    const share = references.filter(({ overload }) => overload !== null).length / references.length;
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.2);
  });
});

describe('a schedule', () => {
  const jobs = [
    { name: 'a', duration: 3, kind: 0, deadline: 3 },
    { name: 'b', duration: 2, kind: 1, deadline: 9 },
    { name: 'c', duration: 4, kind: 0, deadline: 8 },
    { name: 'd', duration: 2, kind: 1, deadline: 12 },
  ];
  const setups = [
    [0, 2],
    [1, 0],
  ];
  const workshop = { machines: 2, kinds: ['red', 'blue'], setups, jobs, precedences: [[0, 1]] as const };
  const reference: Reference = { workshop, optimum: { makespan: 7, placements: [] }, overload: null };
  const answer = (...places: (readonly [start: number, machine: number])[]) => ({
    schedule: Object.fromEntries(
      places.map(([start, machine], job) => ['abcde'.charAt(job), { start, machine }]),
    ),
  });

  it.each([
    ['that ends first is whole', answer([0, 1], [3, 2], [3, 1], [0, 2]), 4],
    ['that ends as early on other machines is whole', answer([0, 2], [5, 1], [3, 2], [0, 1]), 4],
    ['that ends later is valid', answer([0, 1], [5, 1], [0, 2], [7, 1]), 3],
    ['with a job that there is not is not valid', answer([0, 1], [3, 2], [3, 1], [0, 2], [9, 1]), 2],
    ['with a start before the set-up is done has one job wrong', answer([0, 1], [4, 1], [0, 2], [7, 1]), 1],
    ['with a start before hour 0 has one job wrong', answer([-1, 1], [5, 1], [0, 2], [7, 1]), 1],
    ['on a machine that there is not has one job wrong', answer([0, 1], [5, 3], [0, 2], [7, 1]), 1],
    ['without a job has one job wrong', answer([0, 1], [5, 1], [0, 2]), 1],
    ['against the order has one job wrong', answer([0, 1], [2, 2], [3, 1], [0, 2]), 1],
    ['that misses a deadline has one job wrong', answer([0, 1], [3, 2], [5, 1], [0, 2]), 1],
    ['of which half is wrong is worth nothing', answer([0, 1], [2, 2], [5, 1], [0, 2]), 0],
    ['with all jobs at once is worth nothing', answer([0, 1], [0, 1], [0, 1], [0, 1]), 0],
  ] as const)('%s', (_, given, category) => {
    expect(scheduling.category(reference, given)).toBe(category);
    expect(scheduling.verify(reference, given)).toBe(category === 4);
  });

  it('is refused where jobs cannot all be in time, and every right crowd or chain is accepted', () => {
    // c, a and b: 9 hours of work until hour 4 on two machines; a before b: 5 hours until hour 4.
    const tight = [3, 4, 4, 12].map((deadline, job) => ({ ...jobs[job]!, deadline }));
    const late: Reference = {
      workshop: { ...workshop, jobs: tight },
      optimum: null,
      overload: [0, 1],
    };
    const impossible = (...names: string[]) => ({ impossible: names });
    for (const right of [impossible('b', 'c', 'a'), impossible('a', 'b')]) {
      expect(scheduling.category(late, right)).toBe(4);
      expect(scheduling.verify(late, right)).toBe(true);
    }
    for (const wrong of [
      impossible('b', 'a'),
      impossible('a', 'c'),
      impossible('a', 'b', 'c', 'd'),
      impossible('c', 'c', 'a'),
      impossible('a', 'b', 'x'),
      impossible(),
      answer([0, 1], [3, 1], [0, 2], [7, 1]),
    ]) {
      expect(scheduling.category(late, wrong)).toBe(0);
      expect(scheduling.verify(late, wrong)).toBe(false);
    }
  });
});

it('is dressed alike for the same seed, and no two seeds give isomorphs', () => {
  const prompt = (seed: string) => taskAt({}, seed).prompt;
  expect(prompt('one')).toBe(prompt('one'));
  const forms = Array.from(
    { length: 200 },
    (_, seed) => generateTask('planning', skill, {}, `${seed}`).canonical,
  );
  expect(new Set(forms).size).toBe(forms.length);
});

/** Every order of jobs on every choice of machines, each job as early as can be; null where none is in time. */
function bestEnd({ jobs, machines, setupOf }: SchedulePrompt): number | null {
  let best: number | null = null;
  const ends = new Map<number, number>();
  const rows: number[][] = Array.from({ length: machines }, () => []);
  const place = () => {
    if (ends.size === jobs.length) {
      best = Math.min(best ?? Number.POSITIVE_INFINITY, Math.max(...ends.values()));
    }
    for (const [job, { before, duration, deadline, kind }] of jobs.entries()) {
      if (ends.has(job) || before.some((other) => !ends.has(other))) continue;
      for (const row of rows) {
        const last = row.at(-1);
        const free =
          last === undefined ? 0 : (ends.get(last) as number) + setupOf(jobs[last]?.kind ?? '', kind);
        const end = duration + Math.max(free, ...before.map((other) => ends.get(other) as number));
        if (end > deadline) continue;
        ends.set(job, end);
        row.push(job);
        place();
        row.pop();
        ends.delete(job);
      }
    }
  };
  place();
  return best;
}

/** Whether a schedule ends by the hour, as clingo says of starts and machines chosen freely. */
async function satisfiable(document: ScheduleDocument, hour: number): Promise<boolean> {
  const { tasks, machines, precedences, setups } = document;
  const number = (name: string) => tasks.findIndex((task) => task.name === name);
  const kinds = [...new Set(tasks.map(({ kind }) => kind))];
  const setupOf = (from: string, to: string) =>
    setups.find((setup) => setup.from === from && setup.to === to)?.time ?? 0;
  const program = [
    `machine(1..${machines}).`,
    ...tasks.flatMap(({ duration, kind, deadline }, task) => [
      `task(${task},${duration},${kinds.indexOf(kind)}).`,
      `1 { start(${task},0..${Math.min(deadline, hour) - duration}) } 1.`,
    ]),
    ...kinds.flatMap((from, a) => kinds.map((to, b) => `setup(${a},${b},${setupOf(from, to)}).`)),
    ...precedences.map(([before, after]) => `before(${number(before)},${number(after)}).`),
    '1 { on(T,M) : machine(M) } 1 :- task(T,_,_).',
    ':- before(A,B), start(A,S), start(B,T), task(A,D,_), T < S+D.',
    ':- A != B, on(A,M), on(B,M), start(A,S), start(B,T), task(A,D,K), task(B,_,L), setup(K,L,U), S <= T, T < S+D+U.',
  ].join('\n');
  const result = await run(program, 1);
  if (result.Result === 'ERROR') throw new Error(result.Error);
  return result.Result === 'SATISFIABLE';
}
