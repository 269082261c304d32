import { completed, spend } from '../node-limit.ts';
import type { Budget } from '../solver.ts';
import { codeOf, type Facts, factsOf, type Grid, lengthOf, type Part } from './design-play.ts';
import type { DesignPrompt } from './design-prompt.ts';

/** How the search goes; what is false is done the long way. */
export interface Manner {
  /** Changes one part at a time and keeps what does not make the level worse; else every design is a fresh one. */
  readonly climbs: boolean;
  /** Goes on among valid designs and takes a strategy that is seldom met; else the first valid design is the answer. */
  readonly picksRare: boolean;
}

/** Changes in vain after which a climb begins anew. */
const patience = 1_500;
/** Valid designs that are looked at before one is picked, changes tried for them, and climbs they come from. */
const wanted = 240;
const triesForMore = 2_400;
const climbs = 3;
/** A worse level is kept one time in so many, so that a climb gets out of dead ends. */
const slipOneIn = 60;
const symbols = ['#', 'o', '^', '>', 'v', '<'];

/** The parts of a level with all properties; out of nodes, of the level that lacked least. */
export function designBySearch(prompt: DesignPrompt, manner: Manner, budget: Budget): readonly Part[] {
  const search = new Search(prompt, budget);
  completed(() => {
    if (!manner.climbs) search.throwDice();
    else search.climb();
    if (!manner.picksRare) return;
    for (let round = 1; round <= climbs; round++) {
      search.lookAround(Math.floor((wanted * round) / climbs));
      if (round < climbs && manner.climbs) search.climb();
    }
  });
  return manner.picksRare ? search.rarest() : search.best;
}

class Search {
  best: readonly Part[] = [];
  #bestLack = Number.POSITIVE_INFINITY;
  readonly #prompt: DesignPrompt;
  readonly #budget: Budget;
  readonly #grid: Grid = new Uint8Array(100);
  #state = 1;
  #parts: readonly Part[] = [];
  /** Valid designs by strategy, and all of them by their text. */
  readonly #strategies = new Map<string, (readonly Part[])[]>();
  readonly #seen = new Set<string>();

  constructor(prompt: DesignPrompt, budget: Budget) {
    this.#prompt = prompt;
    this.#budget = budget;
  }

  /** Fresh designs until one is valid. */
  throwDice(): void {
    do this.#parts = this.#fresh();
    while (this.#look(this.#parts) > 0);
  }

  /** Changes until a design is valid. */
  climb(): void {
    for (;;) {
      this.#parts = this.#fresh();
      let lack = this.#look(this.#parts);
      for (let vain = 0; lack > 0 && vain < patience; vain++) {
        const changed = this.#changed();
        const next = this.#look(changed);
        if (next > lack && (next > lack + 0.3 || this.#int(slipOneIn) > 0)) continue;
        if (next < lack) vain = 0;
        this.#parts = changed;
        lack = next;
      }
      if (lack === 0) return;
    }
  }

  /** Changes that leave the design valid, until so many valid ones are known. */
  lookAround(count: number): void {
    for (let tries = 0; tries < triesForMore && this.#seen.size < count; tries++) {
      const changed = this.#changed();
      if (this.#look(changed) === 0) this.#parts = changed;
    }
  }

  /** A design of the strategy that was met least; of several the one with the longest solution, as that is hard to meet. */
  rarest(): readonly Part[] {
    const found = [...this.#strategies];
    if (found.length === 0) return this.best;
    const moves = (strategy: string) => Number(strategy.split(':')[1]);
    found.sort(([a, met], [b, others]) => met.length - others.length || moves(b) - moves(a));
    return found[0]![1][0]!;
  }

  #look(parts: readonly Part[]): number {
    spend(this.#budget);
    const { side, start, goal, goals, grid: given } = this.#prompt;
    const grid = this.#grid;
    grid.set(given);
    for (const { symbol, cell } of parts) grid[cell] = codeOf(symbol);
    const facts = factsOf(grid, side, start, goal, parts);
    const needed = () => parts.filter((part) => this.#isNeeded(grid, part, facts.length)).length;
    const lacks = goals.map(({ lack }) => lack(facts, needed));
    // That a property is lacking at all weighs as much as how far it is away.
    const lack = lacks.reduce((sum, each) => sum + (each > 0 ? 0.5 + each : 0), facts.length < 0 ? 1 : 0);
    if (lack < this.#bestLack) [this.#bestLack, this.best] = [lack, parts];
    if (lack === 0) this.#note(facts);
    return lack;
  }

  #isNeeded(grid: Grid, { symbol, cell }: Part, length: number): boolean {
    spend(this.#budget);
    grid[cell] = codeOf('.');
    const without = lengthOf(grid, this.#prompt.start, this.#prompt.goal);
    grid[cell] = codeOf(symbol);
    return without !== length;
  }

  #note({ parts, length }: Facts): void {
    const text = parts
      .map(({ symbol, cell }) => `${symbol}${cell}`)
      .sort()
      .join();
    if (this.#seen.has(text)) return;
    this.#seen.add(text);
    const counts = ['#', 'o', '^>v<'].map(
      (kind) => parts.filter(({ symbol }) => kind.includes(symbol)).length,
    );
    const strategy = `${counts.join()}:${length}`;
    const known = this.#strategies.get(strategy);
    if (known === undefined) this.#strategies.set(strategy, [parts]);
    else known.push(parts);
  }

  #fresh(): readonly Part[] {
    const count = 1 + this.#int(this.#prompt.budget);
    let parts: readonly Part[] = [];
    while (parts.length < count) parts = this.#with(parts, parts.length, this.#symbol());
    return parts;
  }

  #changed(): readonly Part[] {
    const parts = this.#parts;
    const way = this.#int(10);
    const index = this.#int(Math.max(1, parts.length));
    if (parts.length === 0 || (way === 0 && parts.length < this.#prompt.budget))
      return this.#with(parts, parts.length, this.#symbol());
    if (way < 3 && parts.length > 1) return parts.toSpliced(index, 1);
    const part = parts[index]!;
    if (way < 6) return this.#with(parts, index, part.symbol);
    return way < 9
      ? parts.with(index, { ...part, symbol: this.#symbol() })
      : this.#with(parts, index, this.#symbol());
  }

  /** The parts with this one on another free cell. */
  #with(parts: readonly Part[], index: number, symbol: string): readonly Part[] {
    const { side, grid, start, goal } = this.#prompt;
    for (;;) {
      const cell = 10 * (1 + this.#int(side)) + 1 + this.#int(side);
      if (grid[cell] !== codeOf('.') || cell === start || cell === goal) continue;
      if (parts.some((part) => part.cell === cell)) continue;
      return parts.toSpliced(index, 1, { symbol, cell });
    }
  }

  /** A one-way part is as likely as a block or a pad. */
  #symbol(): string {
    const kind = this.#int(3);
    return symbols[kind < 2 ? kind : 2 + this.#int(4)]!;
  }

  /** From 0 to below the number, by the generator that is called `mulberry32`. */
  #int(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) * below) / 2 ** 32);
  }
}
