/** Entries of maps, and records in the words of a lexicon. */
import { arithmetic, type Expression, type Statement, variable } from '../ir/program.ts';
import { conditionOf } from '../synthesis/program.ts';
import type { Lexicon } from './lexicon.ts';
import type { Field, FieldCondition, Label, ShapeStep } from './plan.ts';

export function setEntry(map: string, key: Expression, value: Expression): Statement {
  return { kind: 'set', place: { kind: 'entry', map: variable(map), key, fallback: null }, value };
}

export function entryOf(map: string, key: Expression, fallback: Expression | null): Expression {
  return { kind: 'entry', map: variable(map), key, fallback };
}

export function choice(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return { kind: 'choice', condition, whenTrue, whenFalse };
}

export function spelling(label: Label, { words }: Lexicon): string {
  return words[label] as string;
}

export function word(label: Label, lexicon: Lexicon): Expression {
  return { kind: 'string', value: spelling(label, lexicon) };
}

export function labelOf(record: Expression, { fields }: Lexicon): Expression {
  return { kind: 'field', record, name: fields.label };
}

export function fieldOf(record: Expression, field: Field, { fields }: Lexicon): Expression {
  return { kind: 'field', record, name: fields[field] };
}

export function fieldMeets(
  { field, condition }: FieldCondition,
  record: Expression,
  lexicon: Lexicon,
): Expression {
  return conditionOf(condition, fieldOf(record, field, lexicon));
}

export function recordOf(
  label: Expression,
  first: Expression,
  second: Expression,
  { fields }: Lexicon,
): Expression {
  return {
    kind: 'record',
    fields: [
      { name: fields.label, value: label },
      { name: fields.first, value: first },
      { name: fields.second, value: second },
    ],
  };
}

/** A new record with another number in one field. */
export function withField(record: Expression, field: Field, value: Expression, lexicon: Lexicon): Expression {
  const other = fieldOf(record, field === 'first' ? 'second' : 'first', lexicon);
  const [first, second] = field === 'first' ? [value, other] : [other, value];
  return recordOf(labelOf(record, lexicon), first, second, lexicon);
}

export function sorted(
  { condition, met, unmet }: Extract<ShapeStep, { met: Label }>,
  number: Expression,
  lexicon: Lexicon,
): Expression {
  return choice(conditionOf(condition, number), word(met, lexicon), word(unmet, lexicon));
}

export function combined(
  how: Extract<ShapeStep, { kind: 'combine' }>['how'],
  record: Expression,
  lexicon: Lexicon,
): Expression {
  const [first, second] = [fieldOf(record, 'first', lexicon), fieldOf(record, 'second', lexicon)];
  switch (how) {
    case 'first':
      return first;
    case 'second':
      return second;
    case 'sum':
      return arithmetic(first, '+', second);
    case 'difference':
      return arithmetic(first, '-', second);
  }
}
