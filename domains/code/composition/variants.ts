/** Functions of a composition with a single thing that is different, as a careless reader gets it wrong. */
import type { Condition } from '../synthesis/operations.ts';
import { changeVariants, conditionVariants, operationVariants } from '../synthesis/variants.ts';
import {
  type CallStep,
  type Composition,
  type Field,
  type FieldCondition,
  type FunctionPlan,
  type Label,
  labelCount,
  type OwnStep,
  type Shape,
  type Step,
  type Summary,
  shapesOf,
} from './plan.ts';

/** One function and the steps that it goes through in place of its own from a number up to, but without, another. */
export interface Variant {
  readonly function: number;
  readonly from: number;
  readonly to: number;
  readonly steps: readonly Step[];
}

/** All variants of one function; the functions that it calls are as they are. */
export function variantsOf({ functions }: Composition, at: number): Variant[] {
  const plan = functions[at]!;
  const shapes = shapesOf(plan, functions);
  const variants: Variant[] = [];
  for (const [from, step] of plan.steps.entries()) {
    const put = (to: number, ...steps: readonly Step[]) => variants.push({ function: at, from, to, steps });
    const plain = shapes[from] === shapes[from + 1];
    if (plain) put(from + 1);
    for (const other of stepVariants(step, shapes[from]!, at, functions)) put(from + 1, other);
    const next = plan.steps[from + 1];
    if (next !== undefined && plain && shapes[from + 1] === shapes[from + 2]) put(from + 2, next, step);
  }
  return variants;
}

/** The composition in which the variant has been put in place of the function. */
export function withVariant(
  { functions }: Composition,
  { function: at, from, to, steps }: Variant,
): Composition {
  const plan = functions[at]!;
  return {
    functions: functions.with(at, { ...plan, steps: plan.steps.toSpliced(from, to - from, ...steps) }),
  };
}

/** What the steps ask of numbers. */
export function conditionsIn(steps: readonly Step[]): Condition[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'numbers':
      case 'number':
        return 'condition' in step.operation ? [step.operation.condition] : [];
      case 'field':
      case 'keepRecords':
        return step.when === null ? [] : [step.when.condition];
      case 'summary':
        return step.result.kind === 'count' ? [step.result.condition] : [];
      default:
        return 'condition' in step ? [step.condition] : [];
    }
  });
}

function stepVariants(step: Step, shape: Shape, at: number, functions: readonly FunctionPlan[]): Step[] {
  return step.kind === 'call' ? callVariants(step, shape, at, functions) : ownVariants(step);
}

/** Another way that fits as well, and other functions that take and give the same. */
function callVariants(
  step: CallStep,
  shape: Shape,
  at: number,
  functions: readonly FunctionPlan[],
): CallStep[] {
  const { takes, gives } = functions[step.function]!;
  const others = functions.flatMap((other, number) =>
    number > at && number !== step.function && other.takes === takes && other.gives === gives
      ? [{ ...step, function: number }]
      : [],
  );
  const listed = shape === 'numbers' || shape === 'records' || shape === 'words';
  if (!listed || takes !== gives || takes !== shape) return others;
  return [...others, { ...step, way: step.way === 'append' ? 'pass' : 'append' }];
}

function ownVariants(step: OwnStep): OwnStep[] {
  switch (step.kind) {
    case 'numbers':
      return operationVariants(step.operation).map((operation) => ({ ...step, operation }));
    case 'number':
      return operationVariants(step.operation).flatMap((operation) =>
        operation.kind === 'change' || operation.kind === 'choose' ? [{ ...step, operation }] : [],
      );
    case 'field':
      return [
        ...changeVariants(step.change).map((change) => ({ ...step, change })),
        ...(step.when === null ? [] : [{ ...step, when: null }]),
        ...(step.when === null ? [] : fieldConditionVariants(step.when).map((when) => ({ ...step, when }))),
        { ...step, field: otherField(step.field) },
      ];
    case 'addField':
      return [{ ...step, field: otherField(step.field) }];
    case 'keepRecords':
      return fieldConditionVariants(step.when).map((when) => ({ ...step, when }));
    case 'relabel':
    case 'replaceWord':
      return [
        { ...step, from: step.to, to: step.from },
        { ...step, from: otherLabel(step.from, step.to) },
        { ...step, to: otherLabel(step.to, step.from) },
      ];
    case 'values':
      return changeVariants(step.change).map((change) => ({ ...step, change }));
    case 'keepEntries':
    case 'tallyToWords':
      return conditionVariants(step.condition).map((condition) => ({ ...step, condition }));
    case 'dropEntry':
    case 'dropWord':
    case 'entry':
    case 'countWord':
      return [{ ...step, label: otherLabel(step.label, step.label) }];
    case 'addToEntry':
      return [
        { ...step, label: otherLabel(step.label, step.label) },
        { ...step, amount: step.amount + 1 },
      ];
    case 'skipItems':
      return [{ ...step, count: step.count + 1 }];
    case 'summary':
      return [
        ...summaryVariants(step.result).map((result) => ({ ...step, result })),
        ...(step.of === 'first' || step.of === 'second' ? [{ ...step, of: otherField(step.of) }] : []),
      ];
    case 'numbersToRecords':
    case 'numbersToWords':
    case 'numbersToTally':
      return [
        ...conditionVariants(step.condition).map((condition) => ({ ...step, condition })),
        { ...step, met: step.unmet, unmet: step.met },
        { ...step, met: otherLabel(step.met, step.unmet) },
        { ...step, unmet: otherLabel(step.unmet, step.met) },
      ];
    case 'combine':
      return (['first', 'second', 'sum', 'difference'] as const)
        .filter((how) => how !== step.how)
        .map((how) => ({ ...step, how }));
    case 'recordsToTally':
      return [
        ...(['sum', 'largest', 'count'] as const)
          .filter((how) => how !== step.how)
          .map((how) => ({ ...step, how })),
        ...(step.how === 'count' ? [] : [{ ...step, field: otherField(step.field) }]),
      ];
    case 'wordsToNumbers':
      return [
        ...step.table.map(([label, number], at) => ({
          ...step,
          table: step.table.with(at, [label, number + 1]),
        })),
        { ...step, otherwise: step.otherwise + 1 },
      ];
    default:
      return [];
  }
}

function summaryVariants(result: Summary): Summary[] {
  if (result.kind !== 'count') return [{ kind: result.kind === 'sum' ? 'largest' : 'sum' }];
  return conditionVariants(result.condition).map((condition) => ({ ...result, condition }));
}

function fieldConditionVariants({ field, condition }: FieldCondition): FieldCondition[] {
  return [
    { field: otherField(field), condition },
    ...conditionVariants(condition).map((other) => ({ field, condition: other })),
  ];
}

function otherField(field: Field): Field {
  return field === 'first' ? 'second' : 'first';
}

/** The next label that is neither of these. */
function otherLabel(label: Label, taken: Label): Label {
  const next = (label + 1) % labelCount;
  return next === taken ? (next + 1) % labelCount : next;
}
