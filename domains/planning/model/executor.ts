/**
 * Runs plans by name, as a person would with the prompt in hand: facts are texts in a set. It shares no code with
 * grounding and search, and so checks what they found.
 */
import type { ActionSchema, Amount, Atom, Model, Term, Words } from './model.ts';

/** Texts such as `at van mill` that hold, and the value of each term, such as `fuel van`. */
export interface NamedState {
  readonly facts: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, number>;
}

/** A condition that does not hold: a fact that must be (`needs`) or must not be (`forbids`), or a number too small. */
export interface UnmetCondition {
  readonly kind: 'needs' | 'forbids' | 'number';
  readonly words: Words;
}

export interface Execution {
  /** States before the first step and after each valid one. */
  readonly states: readonly NamedState[];
  /** Index from 0 of the first step that cannot be carried out; null when all can. */
  readonly failedStep: number | null;
  /** What it lacks; empty when the words name no action of the model. */
  readonly unmet: readonly UnmetCondition[];
}

export class Executor {
  readonly #model: Model;
  readonly #schemas: ReadonlyMap<string, ActionSchema>;
  readonly #typeOf: ReadonlyMap<string, number>;
  readonly #objectNames: readonly string[];

  constructor(model: Model) {
    this.#model = model;
    this.#schemas = new Map(model.actions.map((schema) => [schema.name, schema]));
    this.#typeOf = new Map(model.objects.map(({ name, type }) => [name, type]));
    this.#objectNames = model.objects.map(({ name }) => name);
  }

  start(): NamedState {
    return {
      facts: new Set(this.#model.init.map((fact) => this.#factText(fact, this.#objectNames))),
      values: new Map(
        this.#model.values.map(({ term, value }) => [this.#termText(term, this.#objectNames), value]),
      ),
    };
  }

  /** Conditions of the step that do not hold; null when the words name no action with objects of the right types. */
  unmet(state: NamedState, step: Words): UnmetCondition[] | null {
    const bound = this.#bind(step);
    if (bound === null) return null;
    const { schema, names } = bound;
    const fact = (atom: Atom) => this.#factText(atom, names).split(' ');
    return [
      ...schema.needs
        .map(fact)
        .filter((words) => !state.facts.has(words.join(' ')))
        .map((words) => ({ kind: 'needs' as const, words })),
      ...schema.forbids
        .map(fact)
        .filter((words) => state.facts.has(words.join(' ')))
        .map((words) => ({ kind: 'forbids' as const, words })),
      ...schema.conditions
        .filter(({ term, atLeast }) => this.#amount(state, term, names) < this.#amount(state, atLeast, names))
        .map(({ term }) => ({ kind: 'number' as const, words: this.#termText(term, names).split(' ') })),
    ];
  }

  /** The state after a step that can be carried out. */
  after(state: NamedState, step: Words): NamedState {
    const bound = this.#bind(step);
    if (bound === null) throw new RangeError(`no such action: ${step.join(' ')}`);
    const { schema, names } = bound;
    const facts = new Set(state.facts);
    for (const atom of schema.deletes) facts.delete(this.#factText(atom, names));
    for (const atom of schema.adds) facts.add(this.#factText(atom, names));
    const values = new Map(state.values);
    for (const { term, direction, by } of schema.changes) {
      const amount = this.#amount(state, by, names);
      const key = this.#termText(term, names);
      const before = direction === 'assign' ? 0 : values.get(key)!;
      values.set(key, direction === 'decrease' ? before - amount : before + amount);
    }
    return { facts, values };
  }

  run(plan: readonly Words[], from: NamedState = this.start()): Execution {
    const states = [from];
    for (const [index, step] of plan.entries()) {
      const unmet = this.unmet(states.at(-1)!, step);
      if (unmet === null || unmet.length > 0) return { states, failedStep: index, unmet: unmet ?? [] };
      states.push(this.after(states.at(-1)!, step));
    }
    return { states, failedStep: null, unmet: [] };
  }

  /** Goals that hold in the state, of all goals. */
  goalsMet(state: NamedState): { readonly met: number; readonly all: number } {
    const { goals, numericGoals } = this.#model;
    const facts = goals.filter((fact) => state.facts.has(this.#factText(fact, this.#objectNames)));
    const numbers = numericGoals.filter(
      ({ term, atLeast }) => state.values.get(this.#termText(term, this.#objectNames))! >= atLeast,
    );
    return { met: facts.length + numbers.length, all: goals.length + numericGoals.length };
  }

  #bind([action, ...names]: Words): { readonly schema: ActionSchema; readonly names: Words } | null {
    const schema = this.#schemas.get(action ?? '');
    if (schema === undefined || names.length !== schema.parameters.length) return null;
    return names.every((name, at) => this.#typeOf.get(name) === schema.parameters[at])
      ? { schema, names }
      : null;
  }

  #factText([head, ...items]: Atom, names: readonly string[]): string {
    return [this.#model.predicates[head!]!.name, ...items.map((item) => names[item]!)].join(' ');
  }

  #termText([head, ...items]: Term, names: readonly string[]): string {
    return [this.#model.functions[head!]!.name, ...items.map((item) => names[item]!)].join(' ');
  }

  #amount(state: NamedState, amount: Amount, names: readonly string[]): number {
    if (typeof amount === 'number') return amount;
    const key = this.#termText(amount, names);
    const value = state.values.get(key);
    if (value === undefined) throw new RangeError(`no value for ${key}`);
    return value;
  }
}
