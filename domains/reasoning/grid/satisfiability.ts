/**
 * Clauses over numbered propositions: literal 2v says that proposition v is true, 2v + 1 that it is false.
 * `satisfiable` decides by unit propagation with two watched literals and branching (Davis, Logemann, Loveland
 * 1962) on the clause among `choices` that is shortest for the conflicts its propositions were in.
 */
export class Clauses {
  readonly #watchers: number[][];
  /** 0 open, 1 true, 2 false, by literal. */
  readonly #values: Uint8Array;
  /** Conflicts by proposition. */
  readonly #conflicts: Int32Array;
  readonly #clauses: number[][] = [];
  readonly #trail: number[] = [];
  readonly #units: number[] = [];
  #empty = false;

  constructor(propositionsCount: number) {
    this.#watchers = Array.from({ length: 2 * propositionsCount }, () => []);
    this.#values = new Uint8Array(2 * propositionsCount);
    this.#conflicts = new Int32Array(propositionsCount);
  }

  add(literals: number[]): void {
    if (literals.length === 0) this.#empty = true;
    else if (literals.length === 1) this.#units.push(literals[0] as number);
    else {
      for (const watched of [literals[0] as number, literals[1] as number]) {
        (this.#watchers[watched] as number[]).push(this.#clauses.length);
      }
      this.#clauses.push(literals);
    }
  }

  /** `choices` are clauses that cover all propositions: once each has a true literal, all is decided. */
  satisfiable(choices: readonly (readonly number[])[]): boolean {
    if (this.#empty) return false;
    const verdict = this.#assignAll(this.#units) && this.#search(choices);
    this.#undoTo(0);
    return verdict;
  }

  #search(choices: readonly (readonly number[])[]): boolean {
    const choice = this.#mostContested(choices);
    if (choice === null) return true;
    for (const literal of choice) {
      if (this.#values[literal] !== 0) continue;
      const mark = this.#trail.length;
      if (this.#assignAll([literal]) && this.#search(choices)) return true;
      this.#undoTo(mark);
    }
    return false;
  }

  #mostContested(choices: readonly (readonly number[])[]): readonly number[] | null {
    let best: readonly number[] | null = null;
    let bestScore = Number.POSITIVE_INFINITY;
    for (const choice of choices) {
      let open = 0;
      let conflicts = 1;
      for (const literal of choice) {
        if (this.#values[literal] === 1) open = Number.POSITIVE_INFINITY;
        else if (this.#values[literal] === 0) open++;
        conflicts += this.#conflicts[literal >> 1] as number;
      }
      if (open / conflicts < bestScore) {
        best = choice;
        bestScore = open / conflicts;
      }
    }
    return best;
  }

  /** Makes the literals true and draws every unit consequence; false at a conflict. */
  #assignAll(literals: readonly number[]): boolean {
    let next = this.#trail.length;
    for (const literal of literals) if (!this.#assign(literal)) return false;
    while (next < this.#trail.length) {
      if (!this.#visitWatchers((this.#trail[next++] as number) ^ 1)) return false;
    }
    return true;
  }

  #assign(literal: number): boolean {
    if (this.#values[literal] !== 0) return this.#values[literal] === 1;
    this.#values[literal] = 1;
    this.#values[literal ^ 1] = 2;
    this.#trail.push(literal);
    return true;
  }

  /** Each clause that watches the literal, now false, watches another one or gives a consequence. */
  #visitWatchers(falsified: number): boolean {
    const numbers = this.#watchers[falsified] as number[];
    let kept = 0;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      const clause = this.#clauses[number] as number[];
      if (clause[0] === falsified) {
        clause[0] = clause[1] as number;
        clause[1] = falsified;
      }
      if (this.#values[clause[0] as number] !== 1 && this.#watchAnother(clause, number)) continue;
      numbers[kept++] = number;
      if (this.#values[clause[0] as number] !== 1 && !this.#assign(clause[0] as number)) {
        for (const literal of clause) {
          this.#conflicts[literal >> 1] = (this.#conflicts[literal >> 1] as number) + 1;
        }
        while (++at < numbers.length) numbers[kept++] = numbers[at] as number;
        numbers.length = kept;
        return false;
      }
    }
    numbers.length = kept;
    return true;
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

  #undoTo(mark: number): void {
    while (this.#trail.length > mark) {
      const literal = this.#trail.pop() as number;
      this.#values[literal] = 0;
      this.#values[literal ^ 1] = 0;
    }
  }
}
