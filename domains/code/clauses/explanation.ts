import { listed } from '../../skins.ts';
import { applied } from '../synthesis/operations.ts';
import { listText } from '../synthesis/wording.ts';
import { holds } from './clause.ts';
import type { ClausesReference } from './reference.ts';
import { guardText, letterOf } from './wording.ts';

/** The order of the exceptions, what becomes of a few lists, and the function that asks in that order. */
export function explainClauses(reference: ClausesReference, answer: string): string {
  const { specification, inputs, classes, language } = reference;
  const { clauses, order } = specification;
  const applying = inputs.map((values) => clauses.filter(({ guard }) => holds(guard, values)).length);
  const telling = [
    applying.findIndex((count) => count > 1),
    applying.indexOf(1),
    classes.findIndex((decider, at) => decider === clauses.length && inputs[at]!.length > 2),
  ].filter((at) => at >= 0);
  return [
    order.length === 1
      ? 'The exception is looked at first, and the steps come after it.'
      : `With what is said about their order, the exceptions are looked at in the order ${listed(order.map(letterOf))}. The first that applies decides, and the steps come after them all.`,
    ...telling.map((at) => decisionText(reference, at)),
    'A function that asks in this order:',
    `\`\`\`${language}`,
    answer,
    '```',
  ].join('\n');
}

function decisionText({ specification, inputs, outputs, classes }: ClausesReference, at: number): string {
  const { normal, clauses, order } = specification;
  const values = inputs[at] as readonly number[];
  const decider = classes[at] as number;
  const result = `so the function returns ${JSON.stringify(outputs[at])}`;
  const applying = order.filter((number) => holds(clauses[number]!.guard, values));
  if (applying.length === 0) {
    let list = values;
    const states = normal.operations.map((operation) => {
      list = applied(operation, list);
      return listText(list);
    });
    return `Take ${listText(values)}: no exception applies, the steps leave ${listed(states, 'and then')}, ${result}.`;
  }
  const letter = letterOf(decider);
  const why = `${guardText(clauses[decider]!.guard)}, which is exception ${letter}`;
  return applying.length === 1
    ? `Take ${listText(values)}: ${why}; no other applies, ${result}.`
    : `Take ${listText(values)}: ${listed(applying.map(letterOf))} apply, and ${letter} comes first of them, ${result}.`;
}
