/** Side effects: properties that actions bring about or end beside what they are for. */
import type { ParameterSpec } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import type { ActionSchema, Atom, Model } from '../model/model.ts';
import { flagRole } from './dress.ts';

const flagsPerType = 4;

/** How dense side effects are, in skills that follow a world from action to action; each says how far it goes. */
export const sideEffectsParameter = {
  min: 0,
  unit: 'effects per kind of action',
  scale: 'linear',
  monotone: true,
  kind: 'search',
  does: 'Effects of an action beside what it is for.',
} as const satisfies Omit<ParameterSpec, 'max' | 'default'>;

/**
 * Adds side effects to the actions of a world, `density` a schema on average, as far as there is room: at most
 * `flagsPerType` properties for each parameter. No action adds and deletes one property.
 */
export function withSideEffects(
  model: Model,
  density: number,
  random: RandomStream,
): { readonly model: Model; readonly sideEffects: number } {
  const wanted = random.round(density * model.actions.length);
  const predicates = [...model.predicates];
  const flagAt = new Map<string, number>();
  const flagOf = (type: number, number: number): number => {
    const key = `${type} ${number}`;
    const known = flagAt.get(key);
    if (known !== undefined) return known;
    const name = `${flagRole}${flagAt.size}`;
    flagAt.set(key, predicates.push({ name, types: [type], phrase: '' }) - 1);
    return predicates.length - 1;
  };
  const places = model.actions.flatMap(({ parameters }, action) =>
    parameters.flatMap((type, parameter) =>
      Array.from({ length: flagsPerType }, (_, number) => ({ action, parameter, type, number })),
    ),
  );
  const adds: Atom[][] = model.actions.map(() => []);
  const deletes: Atom[][] = model.actions.map(() => []);
  let made = 0;
  for (const { action, parameter, type, number } of random.shuffle(places)) {
    if (made === wanted) break;
    const flag = flagOf(type, number);
    const [own, others] = random.chance(0.6) ? [adds, deletes] : [deletes, adds];
    if (others[action]!.some(([predicate]) => predicate === flag)) continue;
    own[action]!.push([flag, parameter]);
    made++;
  }
  const init = [...model.init];
  for (const [predicate, { types }] of predicates.entries()) {
    if (predicate < model.predicates.length) continue;
    for (const [object, { type }] of model.objects.entries()) {
      if (type === types[0] && random.chance(0.5)) init.push([predicate, object]);
    }
  }
  const actions = model.actions.map(
    (schema, action): ActionSchema => ({
      ...schema,
      adds: [...schema.adds, ...adds[action]!],
      deletes: [...schema.deletes, ...deletes[action]!],
    }),
  );
  return { model: { ...model, predicates, actions, init }, sideEffects: made / model.actions.length };
}
