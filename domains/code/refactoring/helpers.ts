/** Functions that others use: small calculations on whole numbers, in which each number stands once. */
import type { RandomStream } from '../../random.ts';
import {
  arithmetic,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Statement,
  variable,
} from '../ir/program.ts';
import { parameterNames } from './names.ts';

export interface HelperNeeds {
  /** Parameters that it uses. */
  readonly parameters: number;
  readonly hasUnused: boolean;
  readonly constant: string | null;
  readonly onlyReturns: boolean;
}

export function drawHelper(name: string, needs: HelperNeeds, random: RandomStream): FunctionDefinition {
  const [unused, ...used] = random.sample(parameterNames, needs.parameters + 1) as [string, ...string[]];
  const names = needs.hasUnused ? used.toSpliced(random.int(0, used.length), 0, unused) : used;
  const operands = [...used, ...(needs.constant === null ? [] : [needs.constant])].map(variable);
  return numberFunction(
    name,
    'A calculation that several others share.',
    names,
    bodyOf(operands, needs, random),
  );
}

export function numberFunction(
  name: string,
  purpose: string,
  parameters: readonly string[],
  body: readonly Statement[],
): FunctionDefinition {
  return {
    name,
    purpose,
    parameters: parameters.map((parameter) => ({ name: parameter, type: { kind: 'int' } })),
    result: { kind: 'int' },
    naturals: [],
    body,
  };
}

/** A number that does not stand in a function yet. */
class Amounts {
  readonly #left: number[];

  constructor(random: RandomStream) {
    this.#left = random.shuffle(Array.from({ length: 11 }, (_, at) => at + 2));
  }

  next(): Expression {
    return int(this.#left.pop()!);
  }
}

function bodyOf(operands: readonly Expression[], needs: HelperNeeds, random: RandomStream): Statement[] {
  const amounts = new Amounts(random);
  const returned = (value: Expression): Statement => ({ kind: 'return', value });
  const shape = needs.onlyReturns ? 'return' : random.pick(['return', 'variable', 'branch'] as const);
  if (shape === 'return') return [returned(finished(mixed(operands, amounts, random), amounts, random))];
  if (shape === 'variable') {
    const value = mixed(operands, amounts, random);
    return [{ kind: 'let', name: 'base', value }, returned(finished(variable('base'), amounts, random))];
  }
  // Remainders tell both branches apart for many arguments.
  const remainder = arithmetic(operands[0]!, '%', int(random.int(2, 3)));
  return [
    {
      kind: 'if',
      branches: [
        {
          condition: compare(remainder, '==', int(random.int(0, 1))),
          body: [returned(mixed(operands, amounts, random))],
        },
      ],
      otherwise: [],
    },
    returned(mixed(operands.toReversed(), amounts, random)),
  ];
}

/** Each operand once, none like another. */
function mixed(operands: readonly Expression[], amounts: Amounts, random: RandomStream): Expression {
  const [first, ...others] = operands as [Expression, ...Expression[]];
  const start = random.chance(0.7)
    ? arithmetic(first, '*', amounts.next())
    : arithmetic(first, '+', amounts.next());
  return others.reduce<Expression>(
    (sum, operand, at) =>
      arithmetic(
        sum,
        '+',
        at === 0 && random.chance(0.6) ? operand : arithmetic(operand, '*', amounts.next()),
      ),
    start,
  );
}

function finished(value: Expression, amounts: Amounts, random: RandomStream): Expression {
  switch (random.int(0, 4)) {
    case 0:
      return arithmetic(value, '+', amounts.next());
    case 1:
      return arithmetic(value, '%', int(random.int(29, 61)));
    case 2:
      return arithmetic(arithmetic(value, '%', int(random.int(19, 43))), '*', amounts.next());
    case 3:
      return arithmetic(value, '//', int(random.int(2, 4)));
    default:
      return { kind: 'extreme', operator: 'max', left: value, right: int(random.int(30, 90)) };
  }
}
