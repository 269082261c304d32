/** A composition as a program in the representation that is printed as JavaScript and Python. */
import { type FunctionDefinition, type Program, type Statement, variable } from '../ir/program.ts';
import { Names } from '../synthesis/program.ts';
import { typeOf } from './dressing.ts';
import type { Lexicon } from './lexicon.ts';
import { type Composition, type FunctionPlan, shapesOf } from './plan.ts';
import { statementsOf } from './statements.ts';

/** One module, in which functions stand after those that they call; the main function is the entry. */
export function programOf({ functions }: Composition, lexicon: Lexicon): Program {
  const definitions = functions.map((plan, at) => functionOf(plan, functions, lexicon, at));
  return {
    modules: [{ file: 'solution', imports: [], functions: definitions.toReversed() }],
    entry: lexicon.functions[0] as string,
  };
}

function functionOf(
  plan: FunctionPlan,
  functions: readonly FunctionPlan[],
  lexicon: Lexicon,
  at: number,
): FunctionDefinition {
  const parameter = lexicon.parameters[plan.takes];
  const names = new Names([...lexicon.functions, parameter]);
  const shapes = shapesOf(plan, functions);
  const body: Statement[] = [];
  let from = parameter;
  for (const [number, step] of plan.steps.entries()) {
    const { statements, result } = statementsOf(step, { from, shape: shapes[number]!, names, lexicon });
    body.push(...statements);
    from = result;
  }
  body.push({ kind: 'return', value: variable(from) });
  return {
    name: lexicon.functions[at] as string,
    purpose: `What comes of the ${parameter.replaceAll('_', ' ')}.`,
    parameters: [{ name: parameter, type: typeOf(plan.takes, lexicon) }],
    result: typeOf(plan.gives, lexicon),
    naturals: [],
    body,
  };
}
