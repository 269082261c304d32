/** Activities are multiplied by this from conflict to conflict, so that recent conflicts count more. */
const activityGrowth = 1.05;
const activityMax = 1e100;
/** The reason of what is given or chosen; others are numbers of clauses, or `excludedBy` a literal. */
const noReason = -1;

/**
 * Clauses over numbered propositions: literal 2v says that proposition v is true, 2v + 1 that it is false. That
 * propositions exclude each other is kept as their list, in the place of a clause for each two of them.
 * `satisfiable` decides by unit propagation with two watched literals, and learns from each conflict the clause at
 * its first unique implication point (Marques-Silva and Sakallah 1999, "GRASP"); it branches on the proposition
 * that recent conflicts were most about (Moskewicz et al. 2001, "Chaff").
 */
export class Clauses {
  readonly #watchers: number[][] = [];
  /** By proposition: the lists of those that exclude each other in which it stands. */
  readonly #exclusions: (readonly number[])[][] = [];
  /** 0 open, 1 true, 2 false, by literal. */
  readonly #values: Uint8Array;
  /** By proposition: depth of decisions at which it was decided, what decided it (`#reasonOf`), its activity. */
  readonly #levels: Int32Array;
  readonly #reasons: Int32Array;
  readonly #activities: Float64Array;
  /** Propositions that the conflict at hand was traced to. */
  readonly #seen: Uint8Array;
  readonly #clauses: number[][] = [];
  readonly #trail: number[] = [];
  /** Where each level begins on the trail. */
  readonly #marks: number[] = [];
  readonly #units: number[] = [];
  #bump = 1;
  #next = 0;
  #empty = false;

  constructor(propositionsCount: number) {
    for (let proposition = 0; proposition < propositionsCount; proposition++) {
      this.#watchers.push([], []);
      this.#exclusions.push([]);
    }
    this.#values = new Uint8Array(2 * propositionsCount);
    this.#levels = new Int32Array(propositionsCount);
    this.#reasons = new Int32Array(propositionsCount);
    this.#seen = new Uint8Array(propositionsCount);
    this.#activities = new Float64Array(propositionsCount);
  }

  /** All clauses are added before `satisfiable` is asked. */
  add(literals: number[]): void {
    if (literals.length === 0) this.#empty = true;
    else if (literals.length === 1) this.#units.push(literals[0] as number);
    else this.#watch(literals);
  }

  /** At most one of the propositions is true. */
  addExclusion(propositions: readonly number[]): void {
    for (const proposition of propositions) this.#exclusions[proposition]?.push(propositions);
  }

  /** Asked once. */
  satisfiable(): boolean {
    if (this.#empty) return false;
    for (const literal of this.#units) if (!this.#imply(literal, noReason)) return false;
    for (;;) {
      const conflict = this.#propagate();
      if (conflict === null) {
        const proposition = this.#mostActive();
        if (proposition < 0) return true;
        this.#marks.push(this.#trail.length);
        // That something is true says more here than that it is false: one thing is in one place.
        this.#imply(2 * proposition, noReason);
      } else {
        if (this.#marks.length === 0) return false;
        this.#learn(conflict);
      }
    }
  }

  #watch(literals: number[]): number {
    for (const watched of [literals[0] as number, literals[1] as number]) {
      (this.#watchers[watched] as number[]).push(this.#clauses.length);
    }
    return this.#clauses.push(literals) - 1;
  }

  /** False when the literal is known to be false. */
  #imply(literal: number, reason: number): boolean {
    if (this.#values[literal] !== 0) return this.#values[literal] === 1;
    this.#values[literal] = 1;
    this.#values[literal ^ 1] = 2;
    this.#levels[literal >> 1] = this.#marks.length;
    this.#reasons[literal >> 1] = reason;
    this.#trail.push(literal);
    return true;
  }

  /** Draws every unit consequence; returns a clause of which all literals are false, or null. */
  #propagate(): readonly number[] | null {
    while (this.#next < this.#trail.length) {
      const literal = this.#trail[this.#next++] as number;
      const conflict =
        ((literal & 1) === 0 ? this.#exclude(literal) : null) ?? this.#visitWatchers(literal ^ 1);
      if (conflict !== null) return conflict;
    }
    return null;
  }

  /** Whatever the proposition, now true, excludes is false. */
  #exclude(literal: number): readonly number[] | null {
    for (const propositions of this.#exclusions[literal >> 1] as (readonly number[])[]) {
      for (const other of propositions) {
        if (2 * other === literal || this.#imply(2 * other + 1, excludedBy(literal))) continue;
        return [2 * other + 1, literal ^ 1];
      }
    }
    return null;
  }

  /** Each clause that watches the literal, now false, watches another one or gives a consequence. */
  #visitWatchers(falsified: number): readonly number[] | null {
    const numbers = this.#watchers[falsified] as number[];
    let kept = 0;
    let conflict: readonly number[] | null = null;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      const clause = this.#clauses[number] as number[];
      if (clause[0] === falsified) {
        clause[0] = clause[1] as number;
        clause[1] = falsified;
      }
      const first = clause[0] as number;
      if (conflict === null && this.#values[first] !== 1 && this.#watchAnother(clause, number)) continue;
      numbers[kept++] = number;
      if (conflict === null && !this.#imply(first, number)) conflict = clause;
    }
    numbers.length = kept;
    return conflict;
  }

  #watchAnother(clause: number[], number: number): boolean {
    for (let index = 2; index < clause.length; index++) {
      const literal = clause[index] as number;
      if (this.#values[literal] === 2) continue;
      clause[index] = clause[1] as number;
      clause[1] = literal;
      (this.#watchers[literal] as number[]).push(number);
      return true;
    }
    return false;
  }

  /** Resolves the conflict back to one literal of its level, goes back to where that follows, and implies it. */
  #learn(conflict: readonly number[]): void {
    const level = this.#marks.length;
    const seen = this.#seen.fill(0);
    const lower: number[] = [];
    let open = 0;
    let at = this.#trail.length;
    let clause = conflict;
    let literal = -1;
    for (;;) {
      for (const other of clause) {
        const proposition = other >> 1;
        if (other === literal || seen[proposition] === 1 || this.#levels[proposition] === 0) continue;
        seen[proposition] = 1;
        this.#activities[proposition] = (this.#activities[proposition] as number) + this.#bump;
        if (this.#levels[proposition] === level) open++;
        else lower.push(other);
      }
      do literal = this.#trail[--at] as number;
      while (seen[literal >> 1] !== 1);
      if (--open === 0) break;
      clause = this.#reasonOf(literal);
    }
    this.#agePast();
    lower.sort((left, right) => this.#levelOf(right) - this.#levelOf(left));
    this.#backTo(lower.length === 0 ? 0 : this.#levelOf(lower[0] as number));
    this.#imply(literal ^ 1, lower.length === 0 ? noReason : this.#watch([literal ^ 1, ...lower]));
  }

  /** The clause that the literal, which was not chosen, follows from. */
  #reasonOf(literal: number): readonly number[] {
    const reason = this.#reasons[literal >> 1] as number;
    return reason < 0 ? [literal, excludedBy(reason) ^ 1] : (this.#clauses[reason] as number[]);
  }

  #levelOf(literal: number): number {
    return this.#levels[literal >> 1] as number;
  }

  #agePast(): void {
    this.#bump *= activityGrowth;
    if (this.#bump < activityMax) return;
    this.#bump /= activityMax;
    for (const [proposition, activity] of this.#activities.entries())
      this.#activities[proposition] = activity / activityMax;
  }

  #backTo(level: number): void {
    const mark = this.#marks[level] as number;
    for (const literal of this.#trail.splice(mark)) {
      this.#values[literal] = 0;
      this.#values[literal ^ 1] = 0;
    }
    this.#marks.length = level;
    this.#next = mark;
  }

  /** The open proposition of most activity, or -1. */
  #mostActive(): number {
    let best = -1;
    let bestActivity = -1;
    for (let proposition = 0; proposition < this.#activities.length; proposition++) {
      if (this.#values[2 * proposition] !== 0) continue;
      const activity = this.#activities[proposition] as number;
      if (activity <= bestActivity) continue;
      best = proposition;
      bestActivity = activity;
    }
    return best;
  }
}

/** The reason why something is false that a true literal excludes, below all others; and from it the literal. */
function excludedBy(literal: number): number {
  return noReason - 1 - literal;
}
