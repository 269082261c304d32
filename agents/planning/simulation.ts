/** Carrying out the steps of a planning prompt, a node for each fact looked at. */
import { spend } from '../node-limit.ts';
import type { Budget, Techniques } from '../solver.ts';
import { binding, boundText, type Words, type World, type WorldAction } from './planning-prompt.ts';

/** Notes what an action of so many effects changes, without going through all facts again. */
export function noteChanges({ adds, deletes }: WorldAction): string {
  return `note the changes of actions of ${adds.length + deletes.length} effects`;
}

/** The techniques of noting that the numbered steps of a worked solution show. */
export function notingIn({ actions }: World, solution: string): string[] {
  const shown = new Set([...solution.matchAll(/^\d+\. \["([^"]+)".*\]: .+\.$/gm)].map(([, name]) => name));
  return [...new Set(actions.filter(({ name }) => shown.has(name)).map(noteChanges))];
}

/** What holds at the moment. Throws, as `spend` does, when the budget is gone. */
export class Simulation {
  readonly start: ReadonlySet<string>;
  readonly holding: Set<string>;
  readonly #world: World;
  readonly #budget: Budget;
  readonly #techniques: Techniques;

  constructor(world: World, budget: Budget, techniques: Techniques) {
    this.#world = world;
    this.#budget = budget;
    this.#techniques = techniques;
    this.start = new Set(world.start.map((words) => words.join(' ')));
    this.holding = new Set(this.start);
  }

  /** Reads the start, fact by fact. */
  read(): void {
    for (const _ of this.start) spend(this.#budget);
  }

  /** The first fact that the step needs and lacks, or forbids and meets; null when it can be carried out. */
  unmet(step: Words): string | null {
    const found = this.#bound(step);
    if (found === null) return '';
    const { action, names } = found;
    for (const words of action.needs)
      if (!this.#holds(boundText(words, names), action)) return boundText(words, names);
    for (const words of action.forbids)
      if (this.#holds(boundText(words, names), action)) return boundText(words, names);
    return null;
  }

  carryOut(step: Words): void {
    const found = this.#bound(step);
    if (found === null) return;
    const { action, names } = found;
    for (const words of [...action.deletes, ...action.adds]) this.#holds(boundText(words, names), action);
    for (const words of action.deletes) this.holding.delete(boundText(words, names));
    for (const words of action.adds) this.holding.add(boundText(words, names));
  }

  /** Facts that hold now and did not at the start, and the other way about. */
  changes(): { readonly true: string[][]; readonly false: string[][] } {
    const split = (facts: ReadonlySet<string>) => [...facts].map((fact) => fact.split(' '));
    return {
      true: split(this.holding.difference(this.start)),
      false: split(this.start.difference(this.holding)),
    };
  }

  #holds(fact: string, action: WorldAction): boolean {
    spend(this.#budget);
    if (this.#techniques.has(noteChanges(action))) return this.holding.has(fact);
    for (const other of this.holding) {
      if (other === fact) return true;
      spend(this.#budget);
    }
    return false;
  }

  #bound(step: Words): { readonly action: WorldAction; readonly names: ReadonlyMap<string, string> } | null {
    const action = this.#world.actions.find(({ name }) => name === step[0]);
    const names = action === undefined ? null : binding(action, step);
    return action === undefined || names === null ? null : { action, names };
  }
}
