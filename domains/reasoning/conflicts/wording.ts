import { type AtomName, clauseOf } from '../rules/wording.ts';
import { truths } from '../syllogisms/claims.ts';
import { type Dispute, type Premise, premiseId, sourceName, statementId } from './premises.ts';

export function sentenceOf({ conditions, conclusion }: Premise, names: readonly AtomName[]): string {
  if (conditions.length === 0) return `${clauseOf(conclusion, names)}.`;
  const when = conditions.map((condition) => clauseOf(condition, names)).join(' and ');
  return `If ${when}, then ${clauseOf(conclusion, names)}.`;
}

/** Everything the model is told. */
export function bodyOf({ names, reliabilities, premises, statements }: Dispute): string {
  return [
    'Several sources report on a group of people, and not all that they say can be true. Each source has its own reliability, in percent.',
    '',
    'Sources:',
    ...reliabilities.map((reliability, source) => `- ${sourceName(source)}: ${reliability}`),
    '',
    'Premises, each with its source:',
    ...premises.map(
      (premise, index) =>
        `${premiseId(index)} (${sourceName(premise.source)}). ${sentenceOf(premise, names)}`,
    ),
    '',
    'Statements:',
    ...statements.map((statement, index) => `${statementId(index)}. ${clauseOf(statement, names)}.`),
    '',
    'A premise with "if" is false only when all its conditions hold and its conclusion does not; so when its conclusion does not hold, not all its conditions do. What no premise speaks of may or may not hold.',
    'A core is a set of premises that cannot all be true together, although they could if any one of them were left out. A premise may belong to several cores.',
    'The repair goes through all premises, from the most reliable source to the least reliable one, and through those of one source in the order in which they are printed. It keeps a premise if it can be true together with all premises kept before it, and gives it up for good otherwise.',
    '',
    `Find all cores, and judge every statement by the premises that the repair keeps: "yes" if it follows from them, "no" if its negation follows, and "undetermined" if neither follows. Answer with one JSON object: "cores" is an array with an array of premise ids for each core, in any order, and "statements" has an entry for each of the statements ${statementId(0)} to ${statementId(statements.length - 1)}, with one of the values ${truths.map((truth) => `"${truth}"`).join(', ')}.`,
  ].join('\n');
}
