/** Building worlds before they get their words: types, predicates and actions are named by their roles in a family. */
import type { ActionSchema, Atom, Model, Term } from '../model/model.ts';

type Schema = Partial<Omit<ActionSchema, 'name' | 'parameters'>>;

/** A world whose names are roles; `dress` gives it words. */
export interface Skeleton {
  readonly family: string;
  readonly model: Model;
  /** Objects that no shortest plan touches, all of one type; they come last among the objects. */
  readonly irrelevant: readonly number[];
  /**
   * Facts that only say where irrelevant objects are. Dropped from the task they leave the
   * length of a shortest plan as it is: a projection never has a longer one, and the plan found is run in full.
   */
  readonly aside: readonly Atom[];
}

/**
 * The part of the world, goals included, that decides how long a shortest plan is: of the irrelevant objects only
 * the first, which stands for all. They are alike in everything that is not dropped as `aside`, so that any plan
 * stays one when the first takes the place of the others.
 */
export function relevantPart({
  irrelevant,
  aside,
  model,
}: Pick<Skeleton, 'irrelevant' | 'aside' | 'model'>): {
  readonly model: Model;
  readonly dropped: (fact: Atom) => boolean;
} {
  const end = irrelevant.length === 0 ? model.objects.length : irrelevant[0]! + 1;
  const asideTexts = new Set(aside.map(String));
  return {
    model: {
      ...model,
      objects: model.objects.slice(0, end),
      init: model.init.filter((fact) => fact.every((item, at) => at === 0 || item < end)),
    },
    dropped: (fact) => asideTexts.has(String(fact)),
  };
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
