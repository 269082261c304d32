/** Programs that can be written without reading the steps. */
import { type Expression, int, type Program, variable } from '../ir/program.ts';
import { typeOf } from './dressing.ts';
import type { Lexicon } from './lexicon.ts';
import type { Composition, FunctionPlan, Shape, Value } from './plan.ts';
import { emptyOf } from './values.ts';

/** Every function returns nothing of its shape, 0 or what is empty; or what it is given, where that has the shape. */
export const blindWays = ['nothing', 'given'] as const;
export type BlindWay = (typeof blindWays)[number];

export function blindResult(way: BlindWay, { takes, gives }: FunctionPlan, input: Value): Value {
  return way === 'given' && takes === gives ? input : emptyOf(gives);
}

export function blindProgramOf(way: BlindWay, { functions }: Composition, lexicon: Lexicon): Program {
  const definitions = functions.map(({ takes, gives }, at) => {
    const parameter = lexicon.parameters[takes];
    const value = way === 'given' && takes === gives ? variable(parameter) : nothing(gives, lexicon);
    return {
      name: lexicon.functions[at] as string,
      purpose: 'A guess.',
      parameters: [{ name: parameter, type: typeOf(takes, lexicon) }],
      result: typeOf(gives, lexicon),
      naturals: [],
      body: [{ kind: 'return' as const, value }],
    };
  });
  return {
    modules: [{ file: 'solution', imports: [], functions: definitions }],
    entry: lexicon.functions[0] as string,
  };
}

function nothing(shape: Shape, { words, fields }: Lexicon): Expression {
  switch (shape) {
    case 'number':
      return int(0);
    case 'record':
      return {
        kind: 'record',
        fields: [
          { name: fields.label, value: { kind: 'string', value: words[0] as string } },
          { name: fields.first, value: int(0) },
          { name: fields.second, value: int(0) },
        ],
      };
    case 'tally':
      return { kind: 'map', entries: [] };
    default:
      return { kind: 'list', items: [] };
  }
}
