/** The refactorings, and what they make of a project. */
import type { Expression, FunctionDefinition, Statement } from '../ir/program.ts';

export type Step =
  | { readonly kind: 'rename function'; readonly from: string; readonly to: string }
  | { readonly kind: 'rename constant'; readonly from: string; readonly to: string }
  /** A parameter or a variable of one function. */
  | { readonly kind: 'rename variable'; readonly in: string; readonly from: string; readonly to: string }
  /** Into a file that is there, or a new one. */
  | { readonly kind: 'move'; readonly function: string; readonly file: string }
  /** The expression, which stands once in the function, becomes a function of its own of the same file. */
  | {
      readonly kind: 'extract';
      readonly in: string;
      readonly expression: Expression;
      readonly to: string;
      readonly parameters: readonly string[];
    }
  /** What the function returns takes the place of its calls. */
  | { readonly kind: 'inline'; readonly function: string }
  /** A last parameter that takes the place of a number in the function. */
  | {
      readonly kind: 'add parameter';
      readonly function: string;
      readonly parameter: string;
      readonly value: number;
    }
  | { readonly kind: 'remove parameter'; readonly function: string; readonly parameter: string }
  | { readonly kind: 'reorder parameters'; readonly function: string; readonly order: readonly string[] }
  /** One parameter that holds all the others. */
  | { readonly kind: 'take record'; readonly function: string; readonly parameter: string }
  /** A last parameter that takes the place of a constant in the function. */
  | {
      readonly kind: 'pass constant';
      readonly function: string;
      readonly constant: string;
      readonly parameter: string;
    }
  /** Statements that stand in several functions become a function, which returns what the last one declares. */
  | {
      readonly kind: 'merge';
      readonly in: readonly string[];
      readonly block: readonly Declaration[];
      readonly to: string;
      readonly parameters: readonly string[];
    };

export type StepKind = Step['kind'];
export type Declaration = Extract<Statement, { kind: 'let' }>;

/** A function of whole numbers that is taken out of others. */
export function takenOut(
  name: string,
  parameters: readonly string[],
  body: readonly Statement[],
): FunctionDefinition {
  return {
    name,
    purpose: 'Shared by several calculations.',
    parameters: parameters.map((parameter) => ({ name: parameter, type: { kind: 'int' } })),
    result: { kind: 'int' },
    naturals: [],
    body,
  };
}

/** The function or constant that is used in other places which change with it; null where there are none. */
export function subjectOf(step: Step): string | null {
  switch (step.kind) {
    case 'rename function':
    case 'rename constant':
      return step.from;
    case 'rename variable':
    case 'extract':
    case 'merge':
      return null;
    default:
      return step.function;
  }
}
