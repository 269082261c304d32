/** Values in the words of a lexicon, as they reach programs and prompts. */
import type { Json } from '../../json.ts';
import type { Type } from '../ir/program.ts';
import type { Lexicon } from './lexicon.ts';
import type { Item, Label, Shape, Tally, Value } from './plan.ts';

/** A copy: what is done to it is not done to the value. */
export function dressed(value: Value, shape: Shape, lexicon: Lexicon): Json {
  const word = (label: Label) => lexicon.words[label] as string;
  switch (shape) {
    case 'number':
      return value as number;
    case 'numbers':
      return (value as readonly number[]).slice();
    case 'record':
      return dressedItem(value as Item, lexicon);
    case 'records':
      return (value as readonly Item[]).map((item) => dressedItem(item, lexicon));
    case 'tally':
      return Object.fromEntries((value as Tally).map(([label, number]) => [word(label), number]));
    case 'words':
      return (value as readonly Label[]).map(word);
  }
}

function dressedItem({ label, first, second }: Item, { fields, words }: Lexicon): Json {
  return { [fields.label]: words[label] as string, [fields.first]: first, [fields.second]: second };
}

export function typeOf(shape: Shape, lexicon: Lexicon): Type {
  const int: Type = { kind: 'int' };
  switch (shape) {
    case 'number':
      return int;
    case 'record': {
      const { label, first, second } = lexicon.fields;
      return {
        kind: 'record',
        fields: [
          { name: label, type: { kind: 'string' } },
          { name: first, type: int },
          { name: second, type: int },
        ],
      };
    }
    case 'numbers':
      return { kind: 'list', item: int };
    case 'records':
      return { kind: 'list', item: typeOf('record', lexicon) };
    case 'tally':
      return { kind: 'map', value: int };
    case 'words':
      return { kind: 'list', item: { kind: 'string' } };
  }
}
