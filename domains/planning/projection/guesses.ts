/** Answers to a projection made without thinking the actions through. */
import { factWords, type Model, type Step, staticPredicates, type Words } from '../model/model.ts';

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
