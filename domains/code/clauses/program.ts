/** A specification as functions in the representation that is printed as JavaScript and Python. */
import {
  arithmetic,
  call,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Program,
  type Statement,
  variable,
} from '../ir/program.ts';
import type { Output, Procedure } from '../synthesis/operations.ts';
import { conditionOf, functionOf, type Signature } from '../synthesis/program.ts';
import { type Guard, type Outcome, type Specification, withoutStep } from './clause.ts';
import { helpersFor } from './helpers.ts';

const normalCase = 'normal_case';
const zero = int(0);

/** The function that is asked for, after those that it calls. */
export function programOf({ normal, clauses, order }: Specification, signature: Signature): Program {
  const { name, parameter, purpose } = signature;
  const list = variable(parameter);
  const steps = functionOf(normal, {
    name: normalCase,
    parameter,
    purpose: 'What the list comes to where no exception applies.',
  });
  const exceptions = order.map((number): Statement => {
    const { guard, outcome } = clauses[number]!;
    const body = [returned(outcomeOf(outcome, list, normal))];
    return { kind: 'if', branches: [{ condition: guardOf(guard, list), body }], otherwise: [] };
  });
  const body = [...exceptions, returned(call(normalCase, list))];
  const functions: FunctionDefinition[] = [
    ...helpersFor(clauses),
    steps,
    ...clauses.flatMap(({ outcome }) => shortened(outcome, normal, parameter)),
    { ...steps, name, purpose, body },
  ];
  return { modules: [{ file: 'solution', imports: [], functions }], entry: name };
}

function guardOf(guard: Guard, list: Expression): Expression {
  const all = conjunctsOf(guard, list);
  return all.length === 0 ? { kind: 'bool', value: true } : joined('and', all);
}

/** Conditions all of which must hold. */
function conjunctsOf(guard: Guard, list: Expression): Expression[] {
  switch (guard.kind) {
    case 'size':
      return [conditionOf(guard.condition, lengthOf(list))];
    case 'first':
      return [isNotEmpty(list), conditionOf(guard.condition, firstOf(list))];
    case 'last':
      return [isNotEmpty(list), conditionOf(guard.condition, lastOf(list))];
    case 'sum':
      return [conditionOf(guard.condition, call('total_of', list))];
    case 'some':
      return [call(`has_${guard.condition.test}`, list, int(guard.condition.amount))];
    case 'none':
      return [not(guardOf({ ...guard, kind: 'some' }, list))];
    case 'contains':
      return [call('has_equal', list, int(guard.amount))];
    case 'repeats':
      return [call('has_repeats', list)];
    case 'distinct':
      return [not(call('has_repeats', list))];
    case 'ends':
      return [isNotEmpty(list), compare(firstOf(list), guard.relation, lastOf(list))];
    case 'all':
      return guard.of.flatMap((part) => conjunctsOf(part, list));
    case 'any': {
      const some = guard.of.map((part) => guardOf(part, list));
      return [some.length === 0 ? { kind: 'bool', value: false } : joined('or', some)];
    }
  }
}

function joined(operator: 'and' | 'or', [first, ...others]: readonly Expression[]): Expression {
  return others.reduce((left, right): Expression => ({ kind: 'logic', operator, left, right }), first!);
}

/** That there is a first and a last number. */
function isNotEmpty(list: Expression): Expression {
  return compare(lengthOf(list), '>', zero);
}

function outcomeOf(outcome: Outcome, list: Expression, { result }: Procedure): Expression {
  switch (outcome.kind) {
    case 'fixed':
      return literal(outcome.output);
    case 'size':
      return lengthOf(list);
    case 'sum':
      return call('total_of', list);
    case 'given':
      return list;
    case 'more': {
      const steps = call(normalCase, list);
      const { amount } = outcome;
      if (result.kind === 'list') return { kind: 'joined', left: steps, right: literal([amount]) };
      return amount < 0 ? arithmetic(steps, '-', int(-amount)) : arithmetic(steps, '+', int(amount));
    }
    case 'without':
      return call(nameWithout(outcome.step), list);
    case 'rest':
      return call(normalCase, { kind: 'slice', of: list, from: int(1), to: null });
  }
}

/** The function for an outcome that leaves out a step. */
function shortened(outcome: Outcome, normal: Procedure, parameter: string): FunctionDefinition[] {
  if (outcome.kind !== 'without') return [];
  const { step } = outcome;
  const purpose = `What the list comes to without step ${step + 1}.`;
  return [functionOf(withoutStep(normal, step), { name: nameWithout(step), parameter, purpose })];
}

function nameWithout(step: number): string {
  return `without_step_${step + 1}`;
}

function literal(output: Output): Expression {
  return typeof output === 'number' ? int(output) : { kind: 'list', items: output.map(int) };
}

function returned(value: Expression): Statement {
  return { kind: 'return', value };
}

function not(operand: Expression): Expression {
  return { kind: 'not', operand };
}

function lengthOf(list: Expression): Expression {
  return { kind: 'length', of: list };
}

function firstOf(list: Expression): Expression {
  return { kind: 'element', of: list, index: zero };
}

function lastOf(list: Expression): Expression {
  return { kind: 'element', of: list, index: arithmetic(lengthOf(list), '-', int(1)) };
}
