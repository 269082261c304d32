/** Parts of a project that are much alike in all. */
import type { RandomStream } from '../../random.ts';
import { arithmetic, call, type FunctionDefinition, int, type Statement, variable } from '../ir/program.ts';
import { blockNames } from './clients.ts';
import { numberFunction } from './helpers.ts';
import type { Declaration } from './steps.ts';

/** The function that is called from outside: what the others return, in a list. */
export function entryFunction(
  name: string,
  parameters: readonly string[],
  others: readonly FunctionDefinition[],
): FunctionDefinition {
  const figures = others.map(
    (other): Statement => ({
      kind: 'append',
      list: variable('figures'),
      value: call(other.name, ...other.parameters.map((one) => variable(one.name))),
    }),
  );
  const body: Statement[] = [
    { kind: 'let', name: 'figures', value: { kind: 'list', items: [] } },
    ...figures,
    { kind: 'return', value: variable('figures') },
  ];
  const definition = numberFunction(name, 'All figures of the report.', parameters, body);
  return { ...definition, result: { kind: 'list', item: { kind: 'int' } } };
}

/** A function that others are handed to. */
export function applierFunction(name: string): FunctionDefinition {
  const next = call('rule', arithmetic(variable('value'), '+', int(1)));
  return numberFunction(
    name,
    'Applies a rule to a number and to the next one.',
    ['rule', 'value'],
    [
      { kind: 'let', name: 'once', value: call('rule', variable('value')) },
      { kind: 'return', value: arithmetic(variable('once'), '+', next) },
    ],
  );
}

/** Two statements that functions of this parameter have in common. */
export function drawBlock(parameter: string, random: RandomStream): Declaration[] {
  const [first, second] = blockNames;
  const amount = () => int(random.int(2, 9));
  const value = arithmetic(arithmetic(variable(parameter), '*', amount()), '+', amount());
  const remainder = arithmetic(variable(first), '%', int(random.int(11, 29)));
  return [
    { kind: 'let', name: first, value },
    { kind: 'let', name: second, value: arithmetic(remainder, '+', variable(parameter)) },
  ];
}

/** The function with one more call, of which what it adds up gets what comes back. */
export function withCall(
  caller: FunctionDefinition,
  called: FunctionDefinition,
  random: RandomStream,
): FunctionDefinition {
  const given = called.parameters.map(() => variable(random.pick(caller.parameters).name));
  const value = arithmetic(variable('total'), '+', call(called.name, ...given));
  return { ...caller, body: caller.body.toSpliced(-1, 0, { kind: 'assign', name: 'total', value }) };
}
