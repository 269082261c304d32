/** Whole numbers worked out from another one, by an expression or by functions that call one another. */
import type { RandomStream } from '../../random.ts';
import {
  arithmetic,
  call,
  compare,
  type Expression,
  type FunctionDefinition,
  int,
  type Statement,
  variable,
} from '../ir/program.ts';
import { plainNames, type Scene } from './scene.ts';

/** The function's only parameter. */
const given = variable(plainNames.value);

/** An expression of the number that is neither constant nor, where `signed` is false, ever below 0 for one that is not. */
export function drawExpression(of: Expression, signed: boolean, random: RandomStream): Expression {
  const small = int(random.int(2, 5));
  switch (random.int(0, signed ? 7 : 6)) {
    case 0:
      return of;
    case 1:
      return arithmetic(of, '+', int(random.int(1, 9)));
    case 2:
      return arithmetic(small, '*', of);
    case 3:
      return arithmetic(arithmetic(of, '%', int(random.int(3, 8))), '+', small);
    case 4:
      return arithmetic(arithmetic(of, '//', int(random.int(2, 3))), '+', small);
    case 5:
      return { kind: 'extreme', operator: 'max', left: of, right: int(random.int(3, 6)) };
    case 6:
      return {
        kind: 'choice',
        condition: compare(of, '>', int(random.int(4, 8))),
        whenTrue: small,
        whenFalse: arithmetic(of, '+', int(random.int(1, 4))),
      };
    default:
      return arithmetic(int(random.int(1, 9)), '-', of);
  }
}

/**
 * Functions of which each calls the next, the last one first as a text needs it. Where they are called often they may
 * branch; a branch that a few calls never take would be idle.
 */
export function drawChain(
  depth: number,
  branching: boolean,
  signed: boolean,
  scene: Scene,
  random: RandomStream,
): FunctionDefinition[] {
  const chain: FunctionDefinition[] = [];
  for (let level = depth - 1; level >= 0; level--) {
    const next = level === depth - 1 ? null : (scene.helpers[level + 1] as string);
    chain.push({
      name: scene.helpers[level] as string,
      purpose: purposes[level] as string,
      parameters: [{ name: plainNames.value, type: { kind: 'int' } }],
      result: { kind: 'int' },
      body: drawBody(next, branching, signed, random),
      naturals: signed ? [] : [plainNames.value],
    });
  }
  return chain;
}

const purposes = [
  'Work out what an amount counts.',
  'Bring an amount to the usual scale.',
  'Take the small print into account.',
  'Apply the basic rule.',
] as const;

function drawBody(
  next: string | null,
  branching: boolean,
  signed: boolean,
  random: RandomStream,
): readonly Statement[] {
  if (next === null) return drawLeaf(branching, signed, random);
  const shifted = arithmetic(given, '+', int(random.int(1, 6)));
  if (branching && random.chance(0.5)) {
    return [
      {
        kind: 'if',
        branches: [
          {
            condition: compare(arithmetic(given, '%', int(2)), '==', int(random.int(0, 1))),
            body: [{ kind: 'return', value: arithmetic(call(next, shifted), '+', int(random.int(1, 5))) }],
          },
        ],
        otherwise: [],
      },
      { kind: 'return', value: call(next, given) },
    ];
  }
  return [
    {
      kind: 'return',
      value: random.chance(0.5)
        ? call(next, shifted)
        : arithmetic(call(next, given), '+', int(random.int(1, 5))),
    },
  ];
}

/** The function that calls no other. */
function drawLeaf(branching: boolean, signed: boolean, random: RandomStream): readonly Statement[] {
  const worked = { kind: 'return', value: drawExpression(given, signed, random) } as const;
  if (!branching || random.chance(0.5)) return [worked];
  const condition = compare(arithmetic(given, '%', int(3)), '==', int(random.int(0, 2)));
  const early: Statement = { kind: 'return', value: arithmetic(given, '+', int(random.int(10, 19))) };
  return [{ kind: 'if', branches: [{ condition, body: [early] }], otherwise: [] }, worked];
}
