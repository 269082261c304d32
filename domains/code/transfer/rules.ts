/** The rules of a realm, without its words: what steps do to numbers and words, under names that say nothing of it. */
import { canonicalJson } from '../../json.ts';
import type { Composition, Label, Step } from '../composition/plan.ts';
import type { Change, Condition, Operation } from '../synthesis/operations.ts';

/** What a number becomes, which numbers count, which word is put for another one, and what numbers words have. */
export type RuleContent =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'class'; readonly condition: Condition }
  | { readonly kind: 'notation'; readonly from: Label; readonly to: Label }
  | {
      readonly kind: 'table';
      readonly table: readonly (readonly [Label, number])[];
      readonly otherwise: number;
    };

/** All that can be laid down in a rule, each once: several steps may go by one rule. */
export function contentsOf({ functions }: Composition): RuleContent[] {
  const contents = functions.flatMap(({ steps }) => steps.flatMap(contentsIn));
  return [...new Map(contents.map((content) => [contentKey(content), content])).values()];
}

/** Equal for equal contents. */
export function contentKey(content: RuleContent): string {
  return canonicalJson(content);
}

function contentsIn(step: Step): RuleContent[] {
  switch (step.kind) {
    case 'numbers':
    case 'number':
      return contentsOfOperation(step.operation);
    case 'field':
      return [...(step.when === null ? [] : [classOf(step.when.condition)]), changeOf(step.change)];
    case 'keepRecords':
      return [classOf(step.when.condition)];
    case 'values':
      return [changeOf(step.change)];
    case 'summary':
      return step.result.kind === 'count' ? [classOf(step.result.condition)] : [];
    case 'keepEntries':
    case 'tallyToWords':
    case 'numbersToRecords':
    case 'numbersToWords':
    case 'numbersToTally':
      return [classOf(step.condition)];
    case 'relabel':
    case 'replaceWord':
      return [{ kind: 'notation', from: step.from, to: step.to }];
    case 'wordsToNumbers':
      return [{ kind: 'table', table: step.table, otherwise: step.otherwise }];
    default:
      return [];
  }
}

function contentsOfOperation(operation: Operation): RuleContent[] {
  switch (operation.kind) {
    case 'change':
      return [changeOf(operation.change)];
    case 'choose': {
      const { condition, whenMet, otherwise } = operation;
      return [classOf(condition), changeOf(whenMet), ...(otherwise === null ? [] : [changeOf(otherwise)])];
    }
    case 'keep':
      return [classOf(operation.condition)];
    default:
      return [];
  }
}

function changeOf(change: Change): RuleContent {
  return { kind: 'change', change };
}

function classOf(condition: Condition): RuleContent {
  return { kind: 'class', condition };
}
