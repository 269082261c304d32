/** The skin-free canonical form of a world: equal whatever its objects are called and in whatever order they stand. */
import { canonicalForm, type Relation } from '../../canonical.ts';
import type { Atom, Model, Step } from './model.ts';

/**
 * `model` is the world under the names of its roles, as `drawWorld` returns it with goals filled in. `steps` are
 * actions that the task speaks of, in their order; other facts that it speaks of go into `marked`.
 */
export function canonicalWorld(
  model: Model,
  steps: readonly Step[] = [],
  marked: readonly Atom[] = [],
): string {
  const facts = (kind: string, list: readonly Atom[]) =>
    list.map(
      ([predicate, ...objects]): Relation => ({
        kind: `${kind} ${model.predicates[predicate!]!.name}`,
        members: [...objects.map((object, place) => [String(place), object] as const)],
      }),
    );
  const relations: Relation[] = [
    ...model.objects.map(
      ({ type }, object): Relation => ({ kind: `type ${type}`, members: [['is', object]] }),
    ),
    ...facts('holds', model.init),
    ...facts('goal', model.goals),
    ...facts('marked', marked),
    ...model.values.map(
      ({ term: [head, ...objects], value }): Relation => ({
        kind: `${model.functions[head!]!.name} ${value}`,
        members: [...objects.map((object, place) => [String(place), object] as const)],
      }),
    ),
    ...model.numericGoals.map(
      ({ term: [head, ...objects], atLeast }): Relation => ({
        kind: `goal ${model.functions[head!]!.name} ${atLeast}`,
        members: [...objects.map((object, place) => [String(place), object] as const)],
      }),
    ),
    ...steps.map(
      ({ action, objects }, index): Relation => ({
        kind: `step ${index} ${model.actions[action]!.name}`,
        members: [...objects.map((object, place) => [String(place), object] as const)],
      }),
    ),
  ];
  return `${JSON.stringify(model.actions)}\n${canonicalForm(relations)}`;
}
