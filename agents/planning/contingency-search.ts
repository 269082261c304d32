import { completed, spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import type { Lane, Puzzle, Site, State } from './contingency-prompt.ts';
import { avoidTraps, boundFromBelow, rememberWorstCases } from './contingency-techniques.ts';

type Step = { go: string } | { inspect: string; on: Plan; off: Plan };
type Plan = readonly Step[];
type Setting = Readonly<Record<string, State>>;

/** What has been found out. */
type Known = Readonly<Partial<Record<string, State>>>;

const states = ['on', 'off'] as const;

/**
 * Tries ever larger worst cases, one minute at a time, until a plan keeps within one; looks first for settings that
 * exclude every plan, unless it can tell traps: then only when arrival is not certain. Out of budget, it hopes that
 * the quickest route is open.
 */
export function planBySearch(puzzle: Puzzle, budget: Budget, techniques: Techniques): unknown {
  const search = new PlanSearch(puzzle, budget, techniques);
  let answer: unknown = { plan: [] };
  completed(() => {
    answer = search.answer();
  });
  return answer;
}

class PlanSearch {
  readonly #puzzle: Puzzle;
  readonly #budget: Budget;
  readonly #techniques: Techniques;
  /** Who remembers worst cases pays for a trap once: finding it beforehand costs as much. */
  readonly #looksForTraps: boolean;
  /** For each place, the cost of the quickest route with every lane open. */
  readonly #atLeast = new Map<string, number>();
  /** For each place and state of knowledge from which a plan was sought in vain, what one costs at least. */
  readonly #needed = new Map<string, number>();
  readonly #certain = new Map<string, boolean>();

  constructor(puzzle: Puzzle, budget: Budget, techniques: Techniques) {
    this.#puzzle = puzzle;
    this.#budget = budget;
    this.#techniques = techniques;
    this.#looksForTraps = techniques.has(avoidTraps) && !techniques.has(rememberWorstCases);
  }

  answer(): unknown {
    const { start } = this.#puzzle;
    if (!this.#techniques.has(avoidTraps) || !this.#arrives(start, {})) {
      const proof = this.#exclusion();
      if (proof !== null) return { impossible: proof };
    }
    if (this.#techniques.has(boundFromBelow)) this.#measure();
    const plan = this.#leastPlan(start, {});
    return { plan: stepsOf(plan) > this.#puzzle.stepsMax ? this.#shortened(plan, start, {}) : plan };
  }

  /** A plan with the least worst case; none from where arrival is not certain. */
  #leastPlan(place: string, known: Known): Plan {
    for (let worst = 0; ; worst++) {
      worst = Math.max(worst, this.#needs(place, known));
      if (worst === Number.POSITIVE_INFINITY) return [];
      const plan = this.#plan(place, known, worst);
      if (plan !== null) return plan;
    }
  }

  /** The plan with the least worst case after every inspection too: where there is time to spare, steps are wasted. */
  #shortened(plan: Plan, from: string, known: Known): Plan {
    let place = from;
    return plan.map((step) => {
      if ('go' in step) {
        place = step.go;
        return step;
      }
      const after = (state: State): Plan => {
        const seen = { ...known, [step.inspect]: state };
        return this.#shortened(this.#leastPlan(place, seen), place, seen);
      };
      return { inspect: step.inspect, on: after('on'), off: after('off') };
    });
  }

  /** A plan that costs no more than `worst`; a node for each state from which something is tried. */
  #plan(place: string, known: Known, worst: number): Plan | null {
    if (place === this.#puzzle.goal) return [];
    if (worst < this.#needs(place, known)) return null;
    if (this.#looksForTraps && !this.#arrives(place, known)) return null;
    spend(this.#budget);
    const plan = this.#move(place, known, worst) ?? this.#look(place, known, worst);
    if (plan === null && this.#techniques.has(rememberWorstCases)) {
      const needed = Math.max(worst + 1, this.#leastNeed(place, known));
      this.#needed.set(this.#keyOf(place, known), needed);
    }
    return plan;
  }

  /** What a plan from here costs at least, as far as is known. */
  #needs(place: string, known: Known): number {
    return this.#needed.get(this.#keyOf(place, known)) ?? this.#atLeast.get(place) ?? 0;
  }

  /** The least of what the choices here cost at least. */
  #leastNeed(place: string, known: Known): number {
    const { lanes, sights } = this.#site(place);
    const moves = lanes
      .filter((lane) => isOpen(lane, known))
      .map(({ to, cost }) => cost + this.#needs(to, known));
    const looks = sights
      .filter(({ fact }) => known[fact] === undefined)
      .map(
        ({ fact, cost }) =>
          cost + Math.max(...states.map((state) => this.#needs(place, { ...known, [fact]: state }))),
      );
    return Math.min(...moves, ...looks);
  }

  #move(place: string, known: Known, worst: number): Plan | null {
    for (const lane of this.#site(place).lanes) {
      if (lane.cost > worst || !isOpen(lane, known)) continue;
      const rest = this.#plan(lane.to, known, worst - lane.cost);
      if (rest !== null) return [{ go: lane.to }, ...rest];
    }
    return null;
  }

  #look(place: string, known: Known, worst: number): Plan | null {
    for (const { fact, cost } of this.#site(place).sights) {
      if (known[fact] !== undefined || cost > worst) continue;
      const on = this.#plan(place, { ...known, [fact]: 'on' }, worst - cost);
      const off = on && this.#plan(place, { ...known, [fact]: 'off' }, worst - cost);
      if (on !== null && off !== null) return [{ inspect: fact, on, off }];
    }
    return null;
  }

  /** True when some plan is certain to arrive, whatever it costs. */
  #arrives(from: string, known: Known): boolean {
    const key = this.#keyOf(from, known);
    const before = this.#certain.get(key);
    if (before !== undefined) return before;
    const reached = this.#reached(from, (lane) => isOpen(lane, known));
    const certain =
      reached.includes(this.#puzzle.goal) ||
      reached.some((place) =>
        this.#site(place).sights.some(
          ({ fact }) =>
            known[fact] === undefined &&
            states.every((state) => this.#arrives(place, { ...known, [fact]: state })),
        ),
      );
    this.#certain.set(key, certain);
    return certain;
  }

  /** One setting without a route, or two without a plan that fits both; null when there are none. */
  #exclusion(): readonly Setting[] | null {
    const settings = this.#settings();
    for (const [index, setting] of settings.entries()) {
      for (const other of settings.slice(index)) {
        if (!this.#arrivesInBoth(this.#puzzle.start, setting, other)) {
          return setting === other ? [setting] : [setting, other];
        }
      }
    }
    return null;
  }

  #arrivesInBoth(from: string, setting: Setting, other: Setting): boolean {
    const reached = this.#reached(from, (lane) => isOpen(lane, setting) && isOpen(lane, other));
    if (reached.includes(this.#puzzle.goal)) return true;
    return reached.some(
      (place) =>
        this.#site(place).sights.some(({ fact }) => setting[fact] !== other[fact]) &&
        this.#arrivesInBoth(place, setting, setting) &&
        this.#arrivesInBoth(place, other, other),
    );
  }

  /** Places that open lanes lead to, a node each. */
  #reached(from: string, takes: (lane: Lane) => boolean): readonly string[] {
    const reached = [from];
    for (const place of reached) {
      spend(this.#budget);
      for (const lane of this.#site(place).lanes) {
        if (takes(lane) && !reached.includes(lane.to)) reached.push(lane.to);
      }
    }
    return reached;
  }

  #measure(): void {
    this.#atLeast.set(this.#puzzle.goal, 0);
    for (let changed = true; changed; ) {
      changed = false;
      for (const [name, { lanes }] of this.#puzzle.sites) {
        spend(this.#budget);
        for (const { to, cost } of lanes) {
          const through = cost + (this.#atLeast.get(to) ?? Number.POSITIVE_INFINITY);
          if (through >= (this.#atLeast.get(name) ?? Number.POSITIVE_INFINITY)) continue;
          this.#atLeast.set(name, through);
          changed = true;
        }
      }
    }
  }

  #settings(): Setting[] {
    return this.#puzzle.facts.reduce<Setting[]>(
      (settings, fact) =>
        settings.flatMap((setting) => states.map((state) => ({ ...setting, [fact]: state }))),
      [{}],
    );
  }

  #site(place: string): Site {
    return this.#puzzle.sites.get(place) ?? { lanes: [], sights: [] };
  }

  #keyOf(place: string, known: Known): string {
    return [place, ...this.#puzzle.facts.map((fact) => known[fact] ?? '?')].join(' ');
  }
}

function stepsOf(plan: Plan): number {
  return plan.reduce((sum, step) => sum + 1 + ('go' in step ? 0 : stepsOf(step.on) + stepsOf(step.off)), 0);
}

/** True when the lane is known to be open. */
function isOpen({ when }: Lane, known: Known): boolean {
  return when === null || known[when.fact] === when.state;
}
