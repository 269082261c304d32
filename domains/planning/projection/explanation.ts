/** The worked solution of a projection: what each action changes, and what is left of it in the end. */
import { type Model, type Step, stepWords, type Words } from '../model/model.ts';
import { changeSentences } from '../wording.ts';

export function explainProjection(
  model: Model,
  steps: readonly Step[],
  changes: { readonly true: readonly Words[]; readonly false: readonly Words[] },
): string {
  const lines = steps.map(
    (step, index) =>
      `${index + 1}. ${JSON.stringify(stepWords(model, step))}: ${changeSentences(model, step).join('; ')}.`,
  );
  return [
    'Only what an action changes need be noted; everything else stays as it is. Put the things of each action in the place of its letters:',
    ...lines,
    'For each fact noted, the last line that speaks of it counts; it is a change if that is not how it was at the start:',
    `Now true: ${listed(changes.true)}.`,
    `No longer true: ${listed(changes.false)}.`,
  ].join('\n');
}

function listed(facts: readonly Words[]): string {
  return facts.length === 0 ? 'nothing' : facts.map((words) => JSON.stringify(words)).join(', ');
}
