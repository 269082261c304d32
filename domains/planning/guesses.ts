/** Facts and actions of the right form, made without thinking the world through: for blind opponents. */
import type { RandomStream } from '../random.ts';
import { factWords, type Model, staticPredicates, stepWords, type Words } from './model/model.ts';

/** A fact of a predicate that can change, about things of the right types, drawn at random. */
export function drawnFact(model: Model, random: RandomStream): Words {
  const settled = staticPredicates(model);
  const predicate = random.pick([...model.predicates.keys()].filter((index) => !settled.has(index)));
  return factWords(model, [predicate, ...drawnThings(model, model.predicates[predicate]!.types, random)]);
}

/** An action with things of the right types, drawn at random. */
export function drawnStep(model: Model, random: RandomStream): Words {
  const action = random.int(0, model.actions.length - 1);
  return stepWords(model, { action, objects: drawnThings(model, model.actions[action]!.parameters, random) });
}

function drawnThings(model: Model, types: readonly number[], random: RandomStream): number[] {
  return types.map((type) =>
    random.pick([...model.objects.keys()].filter((object) => model.objects[object]!.type === type)),
  );
}
