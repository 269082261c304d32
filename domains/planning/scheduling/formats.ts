import type { Workshop } from './workshop.ts';

/** The workshop as JSON; `optimum` is null where the deadlines cannot be met. */
export function scheduleDocument(workshop: Workshop, optimum: number | null): string {
  const { machines, jobs, kinds, setups, precedences } = workshop;
  return JSON.stringify({
    machines,
    tasks: jobs.map(({ name, duration, kind, deadline }) => ({
      name,
      duration,
      kind: kinds[kind],
      deadline,
    })),
    precedences: precedences.map((pair) => pair.map((job) => jobs[job]?.name)),
    setups: setups.flatMap((row, from) =>
      row.flatMap((time, to) => (from === to ? [] : [{ from: kinds[from], to: kinds[to], time }])),
    ),
    optimum,
  });
}

/**
 * The workshop in SMT-LIB 2 (QF_LIA): integers `start_i` and `machine_i` for the i-th job, from 0, and `end`, by which
 * all jobs have ended. Its first `check-sat` asks for a schedule that ends by the optimum, its second for a shorter
 * one: `sat` and `unsat`. Where the deadlines cannot be met, there is one `check-sat`, which is `unsat`.
 */
export function smtProgram(workshop: Workshop, optimum: number | null): string {
  const { jobs, machines, setups, precedences } = workshop;
  const ends = jobs.map(({ duration }, job) => `(+ start_${job} ${duration})`);
  const apart = jobs.flatMap((left, a) =>
    jobs.slice(0, a).map((right, b) => {
      const after = (first: number, second: number, hours: number) =>
        `(>= start_${second} (+ ${ends[first]} ${hours}))`;
      const forth = after(a, b, setups[left.kind]?.[right.kind] as number);
      const back = after(b, a, setups[right.kind]?.[left.kind] as number);
      return `(assert (or (not (= machine_${a} machine_${b})) ${forth} ${back}))`;
    }),
  );
  return [
    '(set-logic QF_LIA)',
    ...jobs.flatMap(({ name, deadline }, job) => [
      `; ${name}`,
      `(declare-const start_${job} Int)`,
      `(declare-const machine_${job} Int)`,
      `(assert (and (>= start_${job} 0) (<= ${ends[job]} ${deadline})))`,
      `(assert (and (>= machine_${job} 1) (<= machine_${job} ${machines})))`,
    ]),
    '(declare-const end Int)',
    ...ends.map((end) => `(assert (>= end ${end}))`),
    ...precedences.map(([before, after]) => `(assert (>= start_${after} ${ends[before]}))`),
    ...apart,
    ...(optimum === null
      ? ['(check-sat)']
      : [
          '(push 1)',
          `(assert (<= end ${optimum}))`,
          '(check-sat)',
          '(pop 1)',
          `(assert (< end ${optimum}))`,
          '(check-sat)',
        ]),
    '',
  ].join('\n');
}
