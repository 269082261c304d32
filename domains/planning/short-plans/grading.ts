/** How far a plan gets, by the words of an answer. */
import { type Atom, boundEffects, boundNeeds, type Model, type Step, type Words } from '../model/model.ts';

export interface Progress {
  /** Steps that can be carried out before the first that cannot. */
  readonly valid: number;
  /** Share of the goals that do not hold at the start which hold after them. */
  readonly goalsMet: number;
  /** True when all goals hold then, also those of the start. */
  readonly solved: boolean;
}

export function progressOf(model: Model, plan: readonly Words[]): Progress {
  const named = namesOf(model);
  const holds = new Set(model.init.map(String));
  const wanted = model.goals.map(String);
  const open = wanted.filter((goal) => !holds.has(goal));
  let valid = 0;
  for (const words of plan) {
    const step = named.step(words);
    if (step === null) break;
    const { needs, forbids } = boundNeeds(model, step);
    if (!needs.every((fact) => holds.has(String(fact)))) break;
    if (forbids.some((fact) => holds.has(String(fact)))) break;
    const { adds, deletes } = boundEffects(model, step);
    for (const fact of deletes) holds.delete(String(fact));
    for (const fact of adds) holds.add(String(fact));
    valid++;
  }
  return {
    valid,
    goalsMet: open.filter((goal) => holds.has(goal)).length / open.length,
    solved: wanted.every((goal) => holds.has(goal)),
  };
}

/** What the words of answers stand for; null for words that name no fact or action with things of the right types. */
export function namesOf(model: Model): {
  step(words: Words): Step | null;
  fact(words: Words): Atom | null;
} {
  const objects = new Map(model.objects.map(({ name }, object) => [name, object]));
  const things = (names: Words, types: readonly number[]): number[] | null => {
    const found = names.map((name) => objects.get(name) ?? -1);
    const fit =
      found.length === types.length && found.every((at, place) => model.objects[at]?.type === types[place]);
    return fit ? found : null;
  };
  return {
    step([name, ...rest]) {
      const action = model.actions.findIndex((schema) => schema.name === name);
      const found = action < 0 ? null : things(rest, model.actions[action]!.parameters);
      return found === null ? null : { action, objects: found };
    },
    fact([name, ...rest]) {
      const predicate = model.predicates.findIndex((one) => one.name === name);
      const found = predicate < 0 ? null : things(rest, model.predicates[predicate]!.types);
      return found === null ? null : [predicate, ...found];
    },
  };
}
