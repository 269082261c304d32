/** What a program works on and returns: a list, a map, records in a row. */

import type { Json } from '../../json.ts';
import type { RandomStream } from '../../random.ts';
import { literalValue } from '../ir/interpreter.ts';
import { type Expression, int, type Place, type Type, variable } from '../ir/program.ts';
import { jsonOf } from '../ir/values.ts';
import { plainNames, type Scene } from './scene.ts';

export interface Part {
  readonly kind: 'list' | 'map' | 'rows';
  readonly name: string;
  readonly size: number;
  /** Of a map, its keys; of records, their labels. */
  readonly keys: readonly string[];
  /** What one record is called, and the field of it that is worked on. */
  readonly row: string;
  readonly amount: string;
}

/** What adds up beside the parts: a sum, or a string that grows. */
export type Tally = 'total' | 'trail';

export const emptyTally: Readonly<Record<Tally, Expression>> = {
  total: int(0),
  trail: { kind: 'string', value: '' },
};

const sizesMax = { list: 12, map: 12, rows: 8 } as const;
const leavesEach = { list: 1, map: 1, rows: 2 } as const;

/** Parts with so many leaves, 2 at least, together. */
export function drawSizes(leaves: number, random: RandomStream): readonly [Part['kind'], number][] {
  const most = leaves < 5 ? 1 : leaves < 12 ? 2 : 3;
  const least = leaves > 24 ? 3 : leaves > 12 ? 2 : 1;
  // Two numbers by name leave hardly any wrong answers of the right form.
  const open = leaves < 3 ? (['list'] as const) : (['list', 'map', 'rows'] as const);
  const kinds = random.sample<Part['kind']>(open, random.int(least, most));
  const sizes = kinds.map((): number => 2);
  const total = () => kinds.reduce((sum, kind, at) => sum + leavesEach[kind] * sizes[at]!, 0);
  // Records come in twos: an odd leaf needs a part of another kind.
  if (total() > leaves || (kinds.every((kind) => kind === 'rows') && (leaves % 2 === 1 || leaves > 16)))
    return drawSizes(leaves, random);
  for (let left = leaves - total(); left > 0; left = leaves - total()) {
    const growing = [...kinds.keys()].filter(
      (at) => sizes[at]! < sizesMax[kinds[at]!] && leavesEach[kinds[at]!] <= left,
    );
    if (growing.length === 0) return drawSizes(leaves, random);
    sizes[random.pick(growing)]!++;
  }
  return kinds.map((kind, at) => [kind, sizes[at]!]);
}

export function partNamed(kind: Part['kind'], size: number, scene: Scene): Part {
  const name = { list: scene.list, map: scene.map, rows: scene.rows.many }[kind];
  return {
    kind,
    name,
    size,
    keys: kind === 'list' ? [] : scene.keys.slice(0, size),
    row: scene.rows.one,
    amount: scene.amount,
  };
}

export function typeOf({ kind, amount }: Part): Type {
  const number: Type = { kind: 'int' };
  if (kind === 'list') return { kind: 'list', item: number };
  if (kind === 'map') return { kind: 'map', value: number };
  const fields = [
    { name: plainNames.label, type: { kind: 'string' } as const },
    { name: amount, type: number },
  ];
  return { kind: 'list', item: { kind: 'record', fields } };
}

/** The part as it is handed over, with numbers of its own. */
export function drawContents({ kind, size, keys, amount }: Part, random: RandomStream): Expression {
  const numbers = Array.from({ length: size }, () => int(random.int(2, 30)));
  if (kind === 'list') return { kind: 'list', items: numbers };
  if (kind === 'map')
    return { kind: 'map', entries: numbers.map((value, at) => ({ key: keys[at] as string, value })) };
  const records = numbers.map(
    (value, at): Expression => ({
      kind: 'record',
      fields: [
        { name: plainNames.label, value: { kind: 'string', value: keys[at] as string } },
        { name: amount, value },
      ],
    }),
  );
  return { kind: 'list', items: records };
}

/** The number at an index, or of a key, of the part that the variable stands for. */
export function placeIn(part: Part, root: string, selector: Expression): Place {
  if (part.kind === 'map') return { kind: 'entry', map: variable(root), key: selector, fallback: null };
  const element: Place = { kind: 'element', of: variable(root), index: selector };
  return part.kind === 'list' ? element : { kind: 'field', record: element, name: part.amount };
}

/** A selector that stands in the text. */
export function selectorAt(part: Part, at: number): Expression {
  return part.kind === 'map' ? { kind: 'string', value: part.keys[at] as string } : int(at);
}

/** What is returned of the parts if nothing changes; they are the first arguments. */
export function startOf(parts: readonly Part[], given: readonly Expression[], tally: Tally | null): Json {
  const values = parts.map((_, at) => jsonOf(literalValue(given[at] as Expression)));
  if (parts.length === 1 && tally === null) return values[0] as Json;
  const entries = parts.map(({ name }, at) => [name, values[at] as Json] as const);
  return Object.fromEntries([
    ...entries,
    ...(tally === null ? [] : [[tally, jsonOf(literalValue(emptyTally[tally]))] as const]),
  ]);
}
