/**
 * The lifted planning model, plain JSON: what PDDL calls a domain and a problem in one. Types are flat, names are
 * single words in small letters, everything else refers to them by index.
 */

/** `[predicate, ...arguments]`: objects in a fact, parameters in an action schema. */
export type Atom = readonly number[];

/** `[function, ...arguments]`: objects in a value, parameters in an action schema. */
export type Term = readonly number[];

/** A constant, or a function whose value no action changes. */
export type Amount = number | Term;

interface ModelType {
  /** Singular noun with a regular plural. */
  readonly name: string;
}

interface Predicate {
  readonly name: string;
  /** Type of each argument. */
  readonly types: readonly number[];
  /** A sentence with `{0}`, `{1}` … for the arguments and the word `is` once, so that it can be denied. */
  readonly phrase: string;
}

/** A numeric fluent of integers. */
interface NumericFunction {
  readonly name: string;
  readonly types: readonly number[];
  /** A noun phrase with `{0}`, `{1}` … for the arguments: `the fuel of {0}`. */
  readonly phrase: string;
}

interface NumericCondition {
  readonly term: Term;
  /** The term's value must be at least this. */
  readonly atLeast: Amount;
}

interface NumericChange {
  readonly term: Term;
  /** `assign` sets the term to the amount. */
  readonly direction: 'increase' | 'decrease' | 'assign';
  readonly by: Amount;
}

/** Different parameters may be bound to the same object. Deletes happen before adds. */
export interface ActionSchema {
  readonly name: string;
  /** Type of each parameter. */
  readonly parameters: readonly number[];
  /** Positive and negative preconditions. */
  readonly needs: readonly Atom[];
  readonly forbids: readonly Atom[];
  readonly adds: readonly Atom[];
  readonly deletes: readonly Atom[];
  readonly conditions: readonly NumericCondition[];
  readonly changes: readonly NumericChange[];
}

interface ModelObject {
  readonly name: string;
  readonly type: number;
}

interface InitialValue {
  readonly term: Term;
  readonly value: number;
}

export interface Model {
  readonly types: readonly ModelType[];
  readonly predicates: readonly Predicate[];
  readonly functions: readonly NumericFunction[];
  readonly actions: readonly ActionSchema[];
  readonly objects: readonly ModelObject[];
  /** Facts that hold at the start; all others do not. */
  readonly init: readonly Atom[];
  /** A value for every term that the actions can speak of. */
  readonly values: readonly InitialValue[];
  /** Facts that must hold in the end. */
  readonly goals: readonly Atom[];
  /** Values that must be reached in the end, by terms and constants. */
  readonly numericGoals: readonly { readonly term: Term; readonly atLeast: number }[];
}

/** An action of a plan: a schema and an object for each parameter. */
export interface Step {
  readonly action: number;
  readonly objects: readonly number[];
}

/** A fact or step as it is written in prompts and answers: `["at", "van", "mill"]`. */
export type Words = readonly string[];

export function factWords(model: Model, [predicate, ...objects]: Atom): Words {
  return [nameAt(model.predicates, predicate), ...objects.map((object) => nameAt(model.objects, object))];
}

export function stepWords(model: Model, { action, objects }: Step): Words {
  return [nameAt(model.actions, action), ...objects.map((object) => nameAt(model.objects, object))];
}

/** The facts that a step adds and deletes, apart from those that it adds all the same. */
export function boundEffects(
  model: Model,
  { action, objects }: Step,
): { readonly adds: readonly Atom[]; readonly deletes: readonly Atom[] } {
  const { adds, deletes } = model.actions[action]!;
  const added = adds.map((atom) => bound(atom, objects));
  const kept = new Set(added.map(String));
  return {
    adds: added,
    deletes: deletes.map((atom) => bound(atom, objects)).filter((fact) => !kept.has(String(fact))),
  };
}

/** The facts that a step needs, and those that it forbids. */
export function boundNeeds(
  model: Model,
  { action, objects }: Step,
): { readonly needs: readonly Atom[]; readonly forbids: readonly Atom[] } {
  const { needs, forbids } = model.actions[action]!;
  return {
    needs: needs.map((atom) => bound(atom, objects)),
    forbids: forbids.map((atom) => bound(atom, objects)),
  };
}

function bound([predicate, ...parameters]: Atom, objects: readonly number[]): Atom {
  return [predicate!, ...parameters.map((parameter) => objects[parameter]!)];
}

/** Predicates that no action adds or deletes: what is said by them is settled from the start. */
export function staticPredicates(model: Model): ReadonlySet<number> {
  const changed = new Set(
    model.actions.flatMap(({ adds, deletes }) => [...adds, ...deletes].map(([predicate]) => predicate)),
  );
  return new Set(model.predicates.keys().filter((predicate) => !changed.has(predicate)));
}

function nameAt(list: readonly { readonly name: string }[], index: number | undefined): string {
  const found = index === undefined ? undefined : list[index];
  if (found === undefined) throw new RangeError(`the model has no item ${index} in that list`);
  return found.name;
}
