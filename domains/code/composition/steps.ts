/** What the steps of a composition, calls left out, make of values. */
import { applied, changed, meets, type Operation, resultOf } from '../synthesis/operations.ts';
import {
  changesShape,
  type Field,
  type FieldCondition,
  type Item,
  type Label,
  type OwnStep,
  type PlainStep,
  type ShapeStep,
  type Tally,
  type Value,
} from './plan.ts';

type Numbers = readonly number[];
type Records = readonly Item[];
type Words = readonly Label[];
type Entry = Tally[number];
/** What becomes of a value, all of whose kinds agree with the shape that the step is taken on. */
type Taking = (value: Value) => Value;

/** Made once for a step that many values go through. */
export function takingOf(step: OwnStep): Taking {
  return changesShape(step) ? reshaping(step) : leaving(step);
}

function leaving(step: PlainStep): Taking {
  switch (step.kind) {
    case 'numbers':
      return onNumbers((numbers) => applied(step.operation, numbers));
    case 'number':
      return onNumber(step.operation);
    case 'field': {
      const { field, change, when } = step;
      return onItems(step.of, (item) =>
        when === null || meetsField(when, item) ? withField(item, field, changed(change, item[field])) : item,
      );
    }
    case 'addField':
      return onItems(step.of, (item) => withField(item, step.field, item.first + item.second));
    case 'keepRecords':
      return onRecords((items) => items.filter((item) => meetsField(step.when, item)));
    case 'relabel':
      return onItems('records', (item) => (item.label === step.from ? { ...item, label: step.to } : item));
    case 'firstOfLabel':
      return onRecords((items) =>
        items.filter(({ label }, at) => items.findIndex((item) => item.label === label) === at),
      );
    case 'values':
      return onTally((tally) => tally.map(([label, number]): Entry => [label, changed(step.change, number)]));
    case 'keepEntries':
      return onTally((tally) => tally.filter(([, number]) => meets(step.condition, number)));
    case 'dropEntry':
      return onTally((tally) => tally.filter(([label]) => label !== step.label));
    case 'addToEntry':
      return onTally((tally) => {
        const numbers = new Map(tally);
        numbers.set(step.label, (numbers.get(step.label) ?? 0) + step.amount);
        return [...numbers];
      });
    case 'replaceWord':
      return onWords((words) => words.map((word) => (word === step.from ? step.to : word)));
    case 'dropWord':
      return onWords((words) => words.filter((word) => word !== step.label));
    case 'distinctWords':
      return onWords((words) => [...new Set(words)]);
    case 'skipItems':
      return (value) => (value as Words).slice(step.count);
    case 'reverseItems':
      return (value) => (value as Words).toReversed();
  }
}

function reshaping(step: ShapeStep): Taking {
  switch (step.kind) {
    case 'summary':
      return (value) => resultOf(step.result, summedUp(step.of, value));
    case 'numbersToRecords':
      return onNumbers((numbers) =>
        numbers.map((number, at) => ({ label: sorted(step, number), first: number, second: at + 1 })),
      );
    case 'numbersToWords':
      return onNumbers((numbers) => numbers.map((number) => sorted(step, number)));
    case 'numbersToTally':
      return onNumbers((numbers) => sortedSums(step, numbers));
    case 'combine':
      return step.of === 'record'
        ? (value) => combined(step.how, value as Item)
        : onRecords((items) => items.map((item) => combined(step.how, item)));
    case 'recordsToTally':
      return onRecords((items) => summedByLabel(step, items));
    case 'recordsToWords':
      return onRecords((items) => items.map(({ label }) => label));
    case 'tallyToNumbers':
      return onTally((tally) => tally.map(([, number]) => number));
    case 'tallyToWords':
      return onTally((tally) =>
        tally.filter(([, number]) => meets(step.condition, number)).map(([label]) => label),
      );
    case 'tallyToRecords':
      return onTally((tally) => tally.map(([label, first], at) => ({ label, first, second: at + 1 })));
    case 'entry':
      return onTally((tally) => tally.find(([label]) => label === step.label)?.[1] ?? 0);
    case 'wordsToTally':
      return onWords((words) => {
        const numbers = new Map<Label, number>();
        for (const word of words) numbers.set(word, (numbers.get(word) ?? 0) + 1);
        return [...numbers];
      });
    case 'wordsToNumbers': {
      const numbers = new Map(step.table);
      return onWords((words) => words.map((word) => numbers.get(word) ?? step.otherwise));
    }
    case 'wordsToRecords':
      return onWords((words) =>
        words.map((label, at) => ({
          label,
          first: at + 1,
          second: words.filter((other) => other === label).length,
        })),
      );
    case 'countWord':
      return onWords((words) => words.filter((word) => word === step.label).length);
  }
}

function onNumbers(take: (numbers: Numbers) => Value): Taking {
  return (value) => take(value as Numbers);
}

function onRecords(take: (items: Records) => Value): Taking {
  return (value) => take(value as Records);
}

function onTally(take: (tally: Tally) => Value): Taking {
  return (value) => take(value as Tally);
}

function onWords(take: (words: Words) => Value): Taking {
  return (value) => take(value as Words);
}

function onItems(of: 'record' | 'records', change: (item: Item) => Item): Taking {
  return of === 'record' ? (value) => change(value as Item) : (value) => (value as Records).map(change);
}

function onNumber(operation: Operation): Taking {
  return (value) => applied(operation, [value as number])[0]!;
}

function withField({ label, first, second }: Item, field: Field, value: number): Item {
  return field === 'first' ? { label, first: value, second } : { label, first, second: value };
}

function meetsField({ field, condition }: FieldCondition, item: Item): boolean {
  return meets(condition, item[field]);
}

type Sorting = Extract<ShapeStep, { met: Label }>;

function sorted({ condition, met, unmet }: Sorting, number: number): Label {
  return meets(condition, number) ? met : unmet;
}

function sortedSums(step: Sorting, numbers: Numbers): Tally {
  let [met, unmet] = [0, 0];
  for (const number of numbers)
    if (meets(step.condition, number)) met += number;
    else unmet += number;
  return [
    [step.met, met],
    [step.unmet, unmet],
  ];
}

function combined(how: Extract<ShapeStep, { kind: 'combine' }>['how'], { first, second }: Item): number {
  switch (how) {
    case 'first':
      return first;
    case 'second':
      return second;
    case 'sum':
      return first + second;
    case 'difference':
      return first - second;
  }
}

function summedUp(of: Extract<ShapeStep, { kind: 'summary' }>['of'], value: Value): Numbers {
  if (of === 'numbers') return value as Numbers;
  if (of === 'tally') return (value as Tally).map(([, number]) => number);
  return (value as Records).map((item) => item[of]);
}

type RecordsToTally = Extract<ShapeStep, { kind: 'recordsToTally' }>;

function summedByLabel(step: RecordsToTally, items: Records): Tally {
  const numbers = new Map<Label, number>();
  for (const item of items) {
    const before = numbers.get(item.label);
    numbers.set(item.label, before === undefined ? startOf(step, item) : counted(step, before, item));
  }
  return [...numbers];
}

function startOf({ how, field }: RecordsToTally, item: Item): number {
  return how === 'count' ? 1 : item[field];
}

function counted({ how, field }: RecordsToTally, before: number, item: Item): number {
  if (how === 'count') return before + 1;
  return how === 'sum' ? before + item[field] : Math.max(before, item[field]);
}
