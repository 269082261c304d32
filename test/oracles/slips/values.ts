import type { Expression, Type } from '../../../domains/code/ir/program.ts';
import type { Json } from '../../../domains/json.ts';
import type { RandomStream } from '../../../domains/random.ts';

/** Numbers of all sizes, and such as are so near to one another that some come twice. */
const spreads = { wide: { least: -40, most: 60 }, narrow: { least: -6, most: 12 } };
/** Of a number that stands alone there would be too few others. */
const single = { least: -200, most: 200 };
const lengthMax = 14;

/** Any value of a type: it looks at nothing of the function that it is for. Strings and keys are among the words. */
export function randomValue(type: Type, words: readonly string[], random: RandomStream): Json {
  if (type.kind === 'int') return random.int(single.least, single.most);
  const { least, most } = random.chance(0.5) ? spreads.wide : spreads.narrow;
  const drawn = (part: Type): Json => {
    switch (part.kind) {
      case 'int':
        return random.int(least, most);
      case 'string':
        return random.pick(words);
      case 'bool':
        return random.chance(0.5);
      case 'list':
        return Array.from({ length: random.int(0, lengthMax) }, () => drawn(part.item));
      case 'map':
        return Object.fromEntries(
          random.sample(words, random.int(0, words.length)).map((key) => [key, drawn(part.value)]),
        );
      case 'record':
        return Object.fromEntries(part.fields.map((field) => [field.name, drawn(field.type)]));
    }
  };
  return drawn(type);
}

/** A value of a type as it stands in a call. */
export function literalOf(value: Json, type: Type): Expression {
  switch (type.kind) {
    case 'int':
      return { kind: 'int', value: value as number };
    case 'string':
      return { kind: 'string', value: value as string };
    case 'bool':
      return { kind: 'bool', value: value as boolean };
    case 'list':
      return { kind: 'list', items: (value as readonly Json[]).map((item) => literalOf(item, type.item)) };
    case 'map':
      return {
        kind: 'map',
        entries: Object.entries(value as object).map(([key, part]) => ({
          key,
          value: literalOf(part as Json, type.value),
        })),
      };
    case 'record':
      return {
        kind: 'record',
        fields: type.fields.map((field) => ({
          name: field.name,
          value: literalOf((value as Readonly<Record<string, Json>>)[field.name]!, field.type),
        })),
      };
  }
}
