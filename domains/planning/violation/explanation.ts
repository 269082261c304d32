/** The worked solution of a plan check: each step with what it needs, up to the first that lacks something. */
import { type Atom, boundNeeds, factWords, type Model, type Step, stepWords } from '../model/model.ts';
import { changeSentences, factSentence, needSentences } from '../wording.ts';

export function explainViolation(
  model: Model,
  steps: readonly Step[],
  failed: { readonly step: number; readonly unmet: readonly Atom[]; readonly repair: Step } | null,
): string {
  const lines = steps
    .slice(0, failed === null ? steps.length : failed.step)
    .map(
      (step, index) =>
        `${index + 1}. ${JSON.stringify(stepWords(model, step))}: ${needsText(model, step)} ${effectsText(model, step)}`,
    );
  return [
    'Go through the steps and keep note of what holds; what a step needs must hold just before it:',
    ...lines,
    ...(failed === null ? [] : failureLines(model, steps[failed.step]!, failed)),
  ].join('\n');
}

function failureLines(
  model: Model,
  step: Step,
  failed: { readonly step: number; readonly unmet: readonly Atom[]; readonly repair: Step },
): string[] {
  const { needs } = boundNeeds(model, step);
  const wanted = new Set(needs.map(String));
  const lacking = failed.unmet.map(
    (fact) => `it needs that ${factSentence(model, fact, wanted.has(String(fact)))}, which is not so`,
  );
  return [
    `${failed.step + 1}. ${JSON.stringify(stepWords(model, step))}: ${lacking.join('; ')}. This is the first step that cannot be carried out.`,
    `Look for an action that brings this about and can be carried out just then: ${JSON.stringify(stepWords(model, failed.repair))}: ${needsText(model, failed.repair)} ${effectsText(model, failed.repair)}`,
    `Missing: ${failed.unmet.map((fact) => JSON.stringify(factWords(model, fact))).join(' or ')}.`,
  ];
}

/** What of its needs can change, all of which holds. */
function needsText(model: Model, step: Step): string {
  const texts = needSentences(model, step);
  return texts.length === 0
    ? 'It needs nothing that changes.'
    : `It needs that ${texts.join(' and ')}, which is so.`;
}

function effectsText(model: Model, step: Step): string {
  return `Then ${changeSentences(model, step).join('; ')}.`;
}
