/** Answers made without thinking the actions through. */
import type { RandomStream } from '../../random.ts';
import { factWords, type Model, type Step, staticPredicates, type Words } from '../model/model.ts';

/** A fact of a predicate that can change, about objects of the right types, drawn at random. */
export function drawnFact(model: Model, random: RandomStream): Words {
  const settled = staticPredicates(model);
  const predicate = random.pick([...model.predicates.keys()].filter((index) => !settled.has(index)));
  const objects = model.predicates[predicate]!.types.map((type) =>
    random.pick([...model.objects.keys()].filter((object) => model.objects[object]!.type === type)),
  );
  return factWords(model, [predicate, ...objects]);
}

/** The facts of the start that could have changed and speak of things in the last action, all as no longer true. */
export function touchedFacts(
  model: Model,
  steps: readonly Step[],
): { readonly true: Words[]; readonly false: Words[] } {
  const settled = staticPredicates(model);
  const last = new Set(steps.at(-1)?.objects);
  const touched = model.init.filter(
    ([predicate, ...objects]) => !settled.has(predicate!) && objects.some((object) => last.has(object)),
  );
  return { true: [], false: touched.map((fact) => factWords(model, fact)) };
}
