/** What the emitters share: how tightly expressions bind, and the operators that both languages write alike. */
import { type Expression, type Statement, statementsIn } from './program.ts';

/** An expression as text, and how tightly it binds. */
export interface Printed {
  readonly text: string;
  readonly level: number;
}

/**
 * From the loosest to the tightest. Comparisons are one level of which neither side may be another one, since
 * Python chains them and JavaScript ranks them.
 */
export const levels = {
  choice: 1,
  or: 2,
  and: 3,
  not: 4,
  comparison: 5,
  sum: 6,
  product: 7,
  sign: 8,
  part: 9,
  atom: 10,
} as const;

export type Print = (expression: Expression) => Printed;

/** The text, in parentheses when it binds less tightly than it must. */
export function atLeast({ text, level }: Printed, wanted: number): string {
  return level < wanted ? `(${text})` : text;
}

export function atom(text: string): Printed {
  return { text, level: levels.atom };
}

/** Left-associative: the right side must bind more tightly; a product that is divided stands in parentheses too. */
export function infix(
  print: Print,
  left: Expression,
  operator: string,
  right: Expression,
  level: number,
): Printed {
  const divides = level === levels.product && operator !== '*';
  const wantedLeft = level === levels.comparison || divides ? level + 1 : level;
  const text = `${atLeast(print(left), wantedLeft)} ${operator} ${atLeast(print(right), level + 1)}`;
  return { text, level };
}

export function sumOrProduct(operator: string): number {
  return operator === '+' || operator === '-' ? levels.sum : levels.product;
}

export function literalInt(value: number): Printed {
  return { text: String(value), level: value < 0 ? levels.sign : levels.atom };
}

/** `+=` or `-=` with what is added or taken off, when the value is the place itself and something more. */
export function stepOf(place: Expression, value: Expression): { operator: string; by: Expression } | null {
  if (value.kind !== 'concat' && value.kind !== 'arithmetic') return null;
  const operator = value.kind === 'concat' ? '+' : value.operator;
  if ((operator !== '+' && operator !== '-') || !sameExpression(place, value.left)) return null;
  return { operator: `${operator}=`, by: value.right };
}

function sameExpression(left: Expression, right: Expression): boolean {
  return left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right);
}

/** Names that some statement of the body, loops included, gives another value. */
export function assignedIn(body: readonly Statement[]): Set<string> {
  return new Set(
    statementsIn(body).flatMap((statement) => (statement.kind === 'assign' ? [statement.name] : [])),
  );
}

/** True when the value of the bound of a loop surely stays as it is while the body runs. */
export function steadyIn(bound: Expression, body: readonly Statement[]): boolean {
  const kinds = new Set<Statement['kind']>(statementsIn(body).map(({ kind }) => kind));
  const assigned = assignedIn(body);
  const resizes = kinds.has('append') || kinds.has('removeLast') || kinds.has('perform');
  const steady = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'int':
        return true;
      case 'variable':
        return !assigned.has(expression.name);
      case 'length':
        return expression.of.kind === 'variable' && steady(expression.of) && !resizes;
      case 'arithmetic':
      case 'extreme':
        return steady(expression.left) && steady(expression.right);
      default:
        return false;
    }
  };
  return steady(bound);
}

export function quoted(text: string): Printed {
  return atom(JSON.stringify(text));
}
