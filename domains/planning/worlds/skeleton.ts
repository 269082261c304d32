/** Building worlds before they get their words: types, predicates and actions are named by their roles in a family. */
import type { ActionSchema, Atom, Model, Term } from '../model/model.ts';

type Schema = Partial<Omit<ActionSchema, 'name' | 'parameters'>>;

/** A world whose names are roles; `dress` gives it words. */
export interface Skeleton {
  readonly family: string;
  readonly model: Model;
  /**
   * Facts that only say where things are that no shortest plan touches. Dropped from the task they leave the
   * length of a shortest plan as it is: a projection never has a longer one, and the plan found is run in full.
   */
  readonly aside: readonly Atom[];
}

export class SkeletonBuilder {
  readonly #types: { name: string }[] = [];
  readonly #predicates: { name: string; types: readonly number[]; phrase: string }[] = [];
  readonly #functions: { name: string; types: readonly number[]; phrase: string }[] = [];
  readonly #actions: ActionSchema[] = [];
  readonly #objects: { name: string; type: number }[] = [];
  readonly #init: Atom[] = [];
  readonly #values: { term: Term; value: number }[] = [];

  type(role: string): number {
    return this.#types.push({ name: role }) - 1;
  }

  predicate(role: string, ...types: readonly number[]): number {
    return this.#predicates.push({ name: role, types, phrase: '' }) - 1;
  }

  /** A numeric fluent. */
  function(role: string, ...types: readonly number[]): number {
    return this.#functions.push({ name: role, types, phrase: '' }) - 1;
  }

  action(role: string, parameters: readonly number[], schema: Schema): void {
    const none = { needs: [], forbids: [], adds: [], deletes: [], conditions: [], changes: [] };
    this.#actions.push({ name: role, parameters, ...none, ...schema });
  }

  /** So many objects of a type; returns their numbers. */
  objects(type: number, count: number): number[] {
    return Array.from({ length: count }, () => {
      const role = this.#types[type]!.name;
      return this.#objects.push({ name: `${role}${this.#objects.length}`, type }) - 1;
    });
  }

  holds(...fact: Atom): void {
    this.#init.push(fact);
  }

  value(term: Term, value: number): void {
    this.#values.push({ term, value });
  }

  model(): Model {
    return {
      types: this.#types,
      predicates: this.#predicates,
      functions: this.#functions,
      actions: this.#actions,
      objects: this.#objects,
      init: this.#init,
      values: this.#values,
      goals: [],
      numericGoals: [],
    };
  }
}
