import { bitCount, hasOneBit } from '../../bits.ts';
import { listed } from '../../skins.ts';
import {
  applyAllDifferent,
  applyConstraint,
  type Constraint,
  constraintOf,
  contradiction,
  type Domains,
  openDomains,
} from './propagation.ts';
import { gridOf, type Puzzle, valueAt } from './puzzle.ts';

/** The deduction from the clues to the grid, in the prompt's names and clue numbers, one step a line. */
export function explain(puzzle: Puzzle): string {
  const idle = puzzle.statements.flatMap(({ clue }, index) => (clue === null ? [String(index + 1)] : []));
  const opening =
    idle.length === 0
      ? []
      : [`Nothing follows from ${counted('clue', idle)}, about things outside the attributes.`];
  const deduction = new Deduction(puzzle);
  const lines = deduction.derive(openDomains(puzzle.places.length, puzzle.positions), puzzle.places).lines;
  const rows = Object.entries(gridOf(puzzle)).map(([name, row]) => `${name}: ${row.join(', ')}`);
  return [
    ...opening,
    ...lines,
    `So, from ${puzzle.place} 1 to ${puzzle.positions}: ${rows.join('; ')}.`,
  ].join('\n');
}

/** Beyond so many lines a solution says that the other cases fail, and shows them no more. */
const linesMax = 150;

interface Derivation {
  readonly lines: string[];
  readonly failed: boolean;
}

/** A place, as a bit, that the item cannot have, and the argument why. */
interface Refutation {
  readonly item: number;
  readonly bit: number;
  readonly lines: readonly string[];
}

class Deduction {
  readonly #puzzle: Puzzle;
  #linesShown = 0;
  /** Clues that fix places by themselves come first, as a person would take them. */
  readonly #clues: readonly { readonly constraint: Constraint; readonly number: number }[];

  constructor(puzzle: Puzzle) {
    this.#puzzle = puzzle;
    this.#clues = puzzle.statements
      .flatMap(({ clue }, index) =>
        clue === null ? [] : [{ constraint: constraintOf(clue), number: index + 1 }],
      )
      .sort(
        (left, right) =>
          left.constraint.items.length - right.constraint.items.length || left.number - right.number,
      );
  }

  /** Steps until all is decided or nothing is possible; `truth` is null below a supposition, where all is wrong. */
  derive(domains: Domains, truth: readonly number[] | null): Derivation {
    const lines: string[] = [];
    for (;;) {
      const before = lines.length;
      const possible = this.#propagate(domains, lines);
      this.#linesShown += lines.length - before;
      if (!possible) return { lines, failed: true };
      if (domains.every(hasOneBit)) return { lines, failed: false };
      if (this.#linesShown > linesMax) {
        lines.push('Taken case by case in the same way, every other place that is left breaks a clue.');
        return { lines, failed: truth === null };
      }
      const refuted = this.#refutation(domains) ?? this.#split(domains, truth);
      lines.push(...refuted.lines);
      domains[refuted.item] = (domains[refuted.item] as number) & ~refuted.bit;
    }
  }

  /** Writes its steps to `lines`; without lines it is only asked whether this ends in a contradiction. */
  #propagate(domains: Domains, lines: string[] | null): boolean {
    if (!this.#settleCategories(domains, lines)) return false;
    for (let changed = true; changed; ) {
      changed = false;
      for (const { constraint, number } of this.#clues) {
        const narrowed = applyConstraint(constraint, domains);
        if (narrowed === contradiction) return fail(lines, `Clue ${number} cannot hold then.`);
        const items = constraint.items.filter((_, index) => (narrowed & (1 << index)) !== 0);
        if (items.length === 0) continue;
        changed = true;
        lines?.push(`By clue ${number}, ${this.#described(items, domains)}.`);
        if (!this.#settleCategories(domains, lines)) return false;
      }
    }
    return true;
  }

  #settleCategories(domains: Domains, lines: string[] | null): boolean {
    const { categories, positions, place, preposition } = this.#puzzle;
    for (const [category, { name }] of categories.entries()) {
      for (;;) {
        const narrowed = applyAllDifferent(category * positions, domains, positions);
        if (narrowed === contradiction)
          return fail(lines, `Then ${name} cannot be different ${preposition} every ${place}.`);
        if (narrowed === 0) break;
        if (lines === null) continue;
        const items = Array.from({ length: positions }, (_, value) => category * positions + value).filter(
          (_, value) => (narrowed & (1 << value)) !== 0,
        );
        lines.push(
          `As ${name} is different ${preposition} every ${place}, ${this.#described(items, domains)}.`,
        );
      }
    }
    return true;
  }

  /** A place that propagation alone shows to be wrong, from the most decided items on. */
  #refutation(domains: Domains): Refutation | null {
    const open = [...domains.keys()].filter((item) => !hasOneBit(domains[item] as number));
    open.sort((left, right) => bitCount(domains[left] as number) - bitCount(domains[right] as number));
    for (const item of open) {
      for (let rest = domains[item] as number; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        if (this.#propagate(supposed(domains, item, bit), null)) continue;
        const lines: string[] = [];
        this.#propagate(supposed(domains, item, bit), lines);
        this.#linesShown += lines.length;
        return { item, bit, lines: this.#supposition(item, bit, lines) };
      }
    }
    return null;
  }

  /** A wrong place that only a case within the case shows to be wrong. */
  #split(domains: Domains, truth: readonly number[] | null): Refutation {
    const item = domains.findIndex((domain) => !hasOneBit(domain));
    const right = truth === null ? 0 : 1 << (truth[item] as number);
    const wrong = (domains[item] as number) & ~right;
    const bit = wrong & -wrong;
    const derivation = this.derive(supposed(domains, item, bit), null);
    if (!derivation.failed) throw new Error('the clues allow a second solution');
    return { item, bit, lines: this.#supposition(item, bit, derivation.lines) };
  }

  #supposition(item: number, bit: number, steps: readonly string[]): string[] {
    const where = `${this.#puzzle.preposition} ${this.#puzzle.place} ${32 - Math.clz32(bit)}`;
    const value = valueAt(this.#puzzle, item);
    return [
      `Suppose ${value} were ${where}.`,
      ...steps.map((step) => `  ${step}`),
      `  So ${value} is not ${where}.`,
    ];
  }

  #described(items: readonly number[], domains: Domains): string {
    const { place, preposition, positions } = this.#puzzle;
    const phrases = items.map((item) => {
      const domain = domains[item] as number;
      const places = Array.from({ length: positions }, (_, at) => at).filter(
        (at) => (domain & (1 << at)) !== 0,
      );
      const numbers = places.map((at) => String(at + 1));
      return `${valueAt(this.#puzzle, item)} is ${preposition} ${place} ${listed(numbers, 'or')}`;
    });
    return phrases.join(', ');
  }
}

function fail(lines: string[] | null, line: string): false {
  lines?.push(line);
  return false;
}

function supposed(domains: Domains, item: number, bit: number): Domains {
  const copy = domains.slice();
  copy[item] = bit;
  return copy;
}

function counted(noun: string, numbers: readonly string[]): string {
  return `${noun}${numbers.length === 1 ? '' : 's'} ${listed(numbers)}`;
}
