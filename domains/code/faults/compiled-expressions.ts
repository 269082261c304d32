/** Expressions as closures: what the interpreter finds out about one each time that it is evaluated is found out once. */
import type { Arithmetic, Expression } from '../ir/program.ts';
import { comesToNothing, copiedWhole, type Evaluate, indexIn, notDrawn } from './frame.ts';

const magnitudeMax = 1e9;

/** Where the variables of a function stand in a frame. */
export class Slots {
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#numbers.size;
  }

  of(name: string): number {
    const slot = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, slot);
    return slot;
  }
}

/** Compiles expressions of a function that is well typed, so that no closure need look at the type of a value. */
export class ExpressionCompiler {
  readonly #slots: Slots;
  readonly #numbers: ReadonlyMap<string, number>;

  /** `numbers` are those by which the functions that are called are asked for. */
  constructor(slots: Slots, numbers: ReadonlyMap<string, number>) {
    [this.#slots, this.#numbers] = [slots, numbers];
  }

  any(expression: Expression): Evaluate<number | number[]> {
    switch (expression.kind) {
      case 'int': {
        const { value } = expression;
        return () => value;
      }
      case 'variable': {
        const slot = this.#slots.of(expression.name);
        return (frame) => frame.slots[slot]!;
      }
      case 'arithmetic':
        return this.#arithmetic(expression);
      case 'extreme': {
        const [left, right] = [this.int(expression.left), this.int(expression.right)];
        return expression.operator === 'min'
          ? (frame) => Math.min(left(frame), right(frame))
          : (frame) => Math.max(left(frame), right(frame));
      }
      case 'length': {
        const list = this.list(expression.of);
        return (frame) => list(frame).length;
      }
      case 'element': {
        const [list, index] = [this.list(expression.of), this.int(expression.index)];
        return (frame) => {
          const items = list(frame);
          return items[indexIn(items, index(frame))]!;
        };
      }
      case 'slice': {
        const [list, from] = [this.list(expression.of), this.int(expression.from)];
        if (expression.to === null) return (frame) => list(frame).slice(from(frame));
        const to = this.int(expression.to);
        return (frame) => list(frame).slice(from(frame), to(frame));
      }
      case 'list': {
        const items = expression.items.map((item) => this.int(item));
        return (frame) => items.map((item) => item(frame));
      }
      case 'call':
        return this.#calling(expression);
      default:
        return notDrawn(expression);
    }
  }

  #calling(expression: Extract<Expression, { kind: 'call' }>): Evaluate<number | number[]> {
    const called = this.#numbers.get(expression.function)!;
    const given = this.any(expression.arguments[0]!);
    return (frame) => {
      const { returned, steps, keepsNaturals } = frame.calls(called, given(frame));
      if (returned === null) throw comesToNothing;
      frame.stepsInside += steps;
      if (!keepsNaturals) frame.keepsNaturals = false;
      return copiedWhole(returned);
    };
  }

  #arithmetic(expression: Arithmetic): Evaluate<number> {
    const [left, right] = [this.int(expression.left), this.int(expression.right)];
    switch (expression.operator) {
      case '+':
        return (frame) => bounded(left(frame) + right(frame));
      case '-':
        return (frame) => bounded(left(frame) - right(frame));
      case '*':
        return (frame) => bounded(left(frame) * right(frame));
      case '//':
        return (frame) => {
          const [number, divisor] = [left(frame), divisorOf(right(frame))];
          return bounded(Math.floor(number / divisor));
        };
      case '%':
        return (frame) => {
          const [number, divisor] = [left(frame), divisorOf(right(frame))];
          return bounded(((number % divisor) + divisor) % divisor);
        };
    }
  }

  bool(expression: Expression): Evaluate<boolean> {
    switch (expression.kind) {
      case 'comparison':
        return this.#comparison(expression);
      case 'not': {
        const operand = this.bool(expression.operand);
        return (frame) => !operand(frame);
      }
      default:
        return notDrawn(expression);
    }
  }

  #comparison(expression: Extract<Expression, { kind: 'comparison' }>): Evaluate<boolean> {
    const [left, right] = [this.int(expression.left), this.int(expression.right)];
    switch (expression.operator) {
      case '==':
        return (frame) => left(frame) === right(frame);
      case '!=':
        return (frame) => left(frame) !== right(frame);
      case '<':
        return (frame) => left(frame) < right(frame);
      case '<=':
        return (frame) => left(frame) <= right(frame);
      case '>':
        return (frame) => left(frame) > right(frame);
      case '>=':
        return (frame) => left(frame) >= right(frame);
    }
  }

  int(expression: Expression): Evaluate<number> {
    return this.any(expression) as Evaluate<number>;
  }

  list(expression: Expression): Evaluate<number[]> {
    return this.any(expression) as Evaluate<number[]>;
  }
}

function bounded(value: number): number {
  if (!(Math.abs(value) <= magnitudeMax)) throw comesToNothing;
  // Adding 0 makes 0 of the -0 that JavaScript has and Python has not.
  return value + 0;
}

function divisorOf(value: number): number {
  if (value <= 0) throw comesToNothing;
  return value;
}
