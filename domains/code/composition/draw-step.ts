/** Steps at random that suit what comes to them: `values` are some of the values of the shape that do. */
import type { RandomStream } from '../../random.ts';
import { drawChange, drawCondition, drawConditional, drawPlain } from '../synthesis/drawing.ts';
import type { Condition } from '../synthesis/operations.ts';
import type {
  Field,
  FieldCondition,
  Item,
  Label,
  OwnStep,
  PlainStep,
  Shape,
  ShapeStep,
  Summary,
  Tally,
  Value,
} from './plan.ts';
import { labelCount } from './plan.ts';

const conditionalShare = 0.4;

export function drawPlainStep(shape: Shape, values: readonly Value[], random: RandomStream): PlainStep {
  switch (shape) {
    case 'number': {
      const numbers = values.map((value) => [value as number]);
      return random.chance(conditionalShare)
        ? { kind: 'number', operation: drawChoice(numbers, random) }
        : { kind: 'number', operation: { kind: 'change', change: drawChange(random) } };
    }
    case 'numbers': {
      const lists = values as readonly (readonly number[])[];
      return {
        kind: 'numbers',
        operation: random.chance(conditionalShare) ? drawConditional(lists, random) : drawPlain(random),
      };
    }
    case 'record':
      return drawForItems('record', values as readonly Item[], random);
    case 'records':
      return drawForRecords((values as readonly (readonly Item[])[]).flat(), random);
    case 'tally':
      return drawForTally(values as readonly Tally[], random);
    case 'words':
      return drawForWords(random);
  }
}

/** A step after which the shape is another one. */
export function drawShapeStep(
  from: Shape,
  to: Shape,
  values: readonly Value[],
  random: RandomStream,
): ShapeStep {
  if (to === 'number') return drawToNumber(from, values, random);
  switch (from) {
    case 'numbers': {
      const [met, unmet] = random.sample(labels, 2) as [Label, Label];
      const condition = drawCondition(values as readonly (readonly number[])[], random);
      const kind =
        to === 'records' ? 'numbersToRecords' : to === 'words' ? 'numbersToWords' : 'numbersToTally';
      return { kind, condition, met, unmet };
    }
    case 'records':
      if (to === 'words') return { kind: 'recordsToWords' };
      if (to === 'numbers') return { kind: 'combine', of: 'records', how: drawHow(random) };
      return {
        kind: 'recordsToTally',
        how: random.pick(['sum', 'sum', 'largest', 'count']),
        field: drawField(random),
      };
    case 'tally':
      if (to === 'numbers') return { kind: 'tallyToNumbers' };
      if (to === 'records') return { kind: 'tallyToRecords' };
      return { kind: 'tallyToWords', condition: drawTallyCondition(values as readonly Tally[], random) };
    case 'words':
      if (to === 'tally') return { kind: 'wordsToTally' };
      if (to === 'records') return { kind: 'wordsToRecords' };
      return drawTable(random);
    default:
      throw new RangeError(`no step from ${from} to ${to}`);
  }
}

const labels: readonly Label[] = Array.from({ length: labelCount }, (_, label) => label);

function drawToNumber(from: Shape, values: readonly Value[], random: RandomStream): ShapeStep {
  switch (from) {
    case 'numbers': {
      const lists = values as readonly (readonly number[])[];
      return { kind: 'summary', of: 'numbers', result: drawResult(lists, random) };
    }
    case 'record':
      return { kind: 'combine', of: 'record', how: drawHow(random) };
    case 'records': {
      const of = drawField(random);
      const lists = (values as readonly (readonly Item[])[]).map((items) => items.map((item) => item[of]));
      return { kind: 'summary', of, result: drawResult(lists, random) };
    }
    case 'tally':
      if (random.chance(0.25)) return { kind: 'entry', label: random.pick(labels) };
      return {
        kind: 'summary',
        of: 'tally',
        result: drawResult(numbersOf(values as readonly Tally[]), random),
      };
    case 'words':
      return { kind: 'countWord', label: random.pick(labels) };
    default:
      throw new RangeError(`no step from ${from} to number`);
  }
}

function drawResult(lists: readonly (readonly number[])[], random: RandomStream): Summary {
  const kind = random.pick(['sum', 'sum', 'largest', 'count'] as const);
  return kind === 'count' ? { kind, condition: drawCondition(lists, random) } : { kind };
}

function drawChoice(
  lists: readonly (readonly number[])[],
  random: RandomStream,
): Extract<OwnStep, { kind: 'number' }>['operation'] {
  for (;;) {
    const operation = drawConditional(lists, random);
    if (operation.kind === 'choose') return operation;
  }
}

function drawForItems(of: 'record' | 'records', items: readonly Item[], random: RandomStream): PlainStep {
  const field = drawField(random);
  if (random.chance(0.25)) return { kind: 'addField', of, field };
  const when = random.chance(conditionalShare) ? drawFieldCondition(items, random) : null;
  return { kind: 'field', of, field, change: drawChange(random), when };
}

function drawForRecords(items: readonly Item[], random: RandomStream): PlainStep {
  const kind = random.pick([
    'items',
    'items',
    'items',
    'keepRecords',
    'keepRecords',
    'relabel',
    'firstOfLabel',
    'skipItems',
    'reverseItems',
  ] as const);
  switch (kind) {
    case 'items':
      return drawForItems('records', items, random);
    case 'keepRecords':
      return { kind, when: drawFieldCondition(items, random) };
    case 'relabel':
      return { kind, ...drawPair(random) };
    case 'skipItems':
      return { kind, of: 'records', count: random.int(1, 2) };
    case 'reverseItems':
      return { kind, of: 'records' };
    case 'firstOfLabel':
      return { kind };
  }
}

function drawForTally(tallies: readonly Tally[], random: RandomStream): PlainStep {
  const kind = random.pick([
    'values',
    'values',
    'keepEntries',
    'keepEntries',
    'dropEntry',
    'addToEntry',
  ] as const);
  switch (kind) {
    case 'values':
      return { kind, change: drawChange(random) };
    case 'keepEntries':
      return { kind, condition: drawTallyCondition(tallies, random) };
    case 'dropEntry':
      return { kind, label: random.pick(labels) };
    case 'addToEntry':
      return { kind, label: random.pick(labels), amount: random.int(2, 9) };
  }
}

function drawForWords(random: RandomStream): PlainStep {
  const kind = random.pick([
    'replaceWord',
    'replaceWord',
    'dropWord',
    'dropWord',
    'distinctWords',
    'skipItems',
    'reverseItems',
  ] as const);
  switch (kind) {
    case 'replaceWord':
      return { kind, ...drawPair(random) };
    case 'dropWord':
      return { kind, label: random.pick(labels) };
    case 'skipItems':
      return { kind, of: 'words', count: random.int(1, 2) };
    case 'reverseItems':
      return { kind, of: 'words' };
    case 'distinctWords':
      return { kind };
  }
}

function drawTable(random: RandomStream): ShapeStep {
  const [otherwise, ...numbers] = random.sample(
    Array.from({ length: 12 }, (_, number) => number),
    4,
  ) as [number, ...number[]];
  const known = random.sample(labels, numbers.length);
  return {
    kind: 'wordsToNumbers',
    table: known.map((label, at) => [label, numbers[at]!] as const),
    otherwise,
  };
}

function drawPair(random: RandomStream): { readonly from: Label; readonly to: Label } {
  const [from, to] = random.sample(labels, 2) as [Label, Label];
  return { from, to };
}

function drawHow(random: RandomStream): Extract<ShapeStep, { kind: 'combine' }>['how'] {
  return random.pick(['first', 'second', 'sum', 'sum', 'difference', 'difference']);
}

function drawField(random: RandomStream): Field {
  return random.pick(['first', 'second']);
}

function drawFieldCondition(items: readonly Item[], random: RandomStream): FieldCondition {
  const field = drawField(random);
  return { field, condition: drawCondition([items.map((item) => item[field])], random) };
}

function drawTallyCondition(tallies: readonly Tally[], random: RandomStream): Condition {
  return drawCondition([numbersOf(tallies).flat()], random);
}

function numbersOf(tallies: readonly Tally[]): number[][] {
  return tallies.map((tally) => tally.map(([, number]) => number));
}
