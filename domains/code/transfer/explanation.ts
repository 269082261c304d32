/** The worked solution: the rules in plain words, then the steps in plain words. */
import { explainComposition } from '../composition/explanation.ts';
import type { FunctionTests } from '../composition/inputs.ts';
import type { Composition } from '../composition/plan.ts';
import { plainWording } from '../composition/step-text.ts';
import type { Language } from '../languages.ts';
import { type Rule, ruleText } from './rule-wording.ts';
import type { Terms } from './terms.ts';
import { retold } from './wording.ts';

/** `answer` is the program. */
export function explainTransfer(
  composition: Composition,
  rules: readonly Rule[],
  terms: Terms,
  language: Language,
  tests: readonly FunctionTests[],
  answer: string,
): string {
  const said = rules.map((rule, at) => {
    const name = terms.rules[at] as string;
    const plain = ruleText({ ...rule, examples: null }, name, terms);
    return rule.examples === null ? `- ${plain}` : `- ${ruleText(rule, name, terms)} So: ${plain}`;
  });
  const steps = explainComposition(composition, tests, plainWording(terms.lexicon, language), answer);
  return [
    'Put every rule into plain words first. Where examples show a rule, take its amount from one example, form by form, and try it on the others:',
    said.join('\n'),
    'Then put those words into the steps, in the place of the names.',
    retold(steps, terms),
  ].join('\n\n');
}
