/**
 * Functions of whole numbers and lists of them, as they are drawn here, made into closures: what is run on hundreds of
 * inputs need not be looked at anew each time. They return what the interpreter makes of them.
 */
import type { FunctionDefinition, Statement } from '../ir/program.ts';
import { ExpressionCompiler, Slots } from './compiled-expressions.ts';
import {
  type Calls,
  comesToNothing,
  copiedWhole,
  type Evaluate,
  type Frame,
  indexIn,
  notDrawn,
  nothing,
  type Outcome,
  type Whole,
} from './frame.ts';

export type Compiled = (given: Whole, calls: Calls) => Outcome;

interface Variable {
  readonly slot: number;
  /** Whether it is said to hold no number below 0. */
  readonly natural: boolean;
}

/** How a statement ends. */
const goesOn = 0;
const breaks = 1;
const continues = 2;
const returns = 3;
type End = typeof goesOn | typeof breaks | typeof continues | typeof returns;

/** Compiles a function and those that differ from it in some statements: what they share is compiled once. */
export class Compiler {
  readonly #stepsMax: number;
  readonly #expressions: ExpressionCompiler;
  readonly #slots = new Slots();
  readonly #naturals: ReadonlySet<string>;
  readonly #naturalSlots: readonly number[];
  readonly #statements = new Map<Statement, Evaluate<End>>();

  /** `numbers` are those by which the functions that it calls are asked for. */
  constructor(definition: FunctionDefinition, numbers: ReadonlyMap<string, number>, stepsMax: number) {
    this.#expressions = new ExpressionCompiler(this.#slots, numbers);
    this.#stepsMax = stepsMax;
    this.#naturals = new Set(definition.naturals);
    this.#naturalSlots = definition.naturals.map((name) => this.#slots.of(name));
  }

  compiled({ parameters, body }: FunctionDefinition): Compiled {
    const parameter = this.#variable(parameters[0]!.name);
    const perform = this.#block(body);
    const [stepsMax, size] = [this.#stepsMax, this.#slots.count];
    return (given, calls) => {
      const frame: Frame = {
        slots: Array<number>(size).fill(0),
        calls,
        stepsLeft: stepsMax,
        stepsInside: 0,
        keepsNaturals: true,
        returned: 0,
      };
      try {
        bind(frame, parameter, copiedWhole(given));
        if (perform(frame) !== returns) return nothing;
      } catch (error) {
        if (error === comesToNothing) return nothing;
        throw error;
      }
      const { returned, stepsLeft, stepsInside, keepsNaturals } = frame;
      return { returned, steps: stepsMax - stepsLeft + stepsInside, keepsNaturals };
    };
  }

  #variable(name: string): Variable {
    return { slot: this.#slots.of(name), natural: this.#naturals.has(name) };
  }

  #block(body: readonly Statement[]): Evaluate<End> {
    const statements = body.map((statement) => this.#statement(statement));
    return (frame) => {
      for (let at = 0; at < statements.length; at++) {
        const end = statements[at]!(frame);
        if (end !== goesOn) return end;
      }
      return goesOn;
    };
  }

  #statement(statement: Statement): Evaluate<End> {
    let perform = this.#statements.get(statement);
    if (perform === undefined) {
      perform = this.#performing(statement);
      this.#statements.set(statement, perform);
    }
    return perform;
  }

  #performing(statement: Statement): Evaluate<End> {
    switch (statement.kind) {
      case 'let':
      case 'assign': {
        const bound = this.#variable(statement.name);
        const value = this.#expressions.any(statement.value);
        return (frame) => {
          step(frame);
          bind(frame, bound, value(frame));
          return goesOn;
        };
      }
      case 'set':
        return this.#setting(statement);
      case 'append': {
        const [list, value] = [
          this.#expressions.list(statement.list),
          this.#expressions.int(statement.value),
        ];
        const naturalSlots = this.#naturalSlots;
        return (frame) => {
          step(frame);
          const changed = list(frame);
          const written = value(frame);
          changed.push(written);
          if (written < 0) noteNegative(frame, naturalSlots, changed);
          return goesOn;
        };
      }
      case 'return': {
        const value = this.#expressions.any(statement.value);
        return (frame) => {
          step(frame);
          frame.returned = value(frame);
          return returns;
        };
      }
      case 'break':
      case 'continue': {
        const end = statement.kind === 'break' ? breaks : continues;
        return (frame) => {
          step(frame);
          return end;
        };
      }
      case 'if':
        return this.#choosing(statement);
      case 'forEach':
        return this.#goingThrough(statement);
      case 'forRange':
        return this.#counting(statement);
      default:
        return notDrawn(statement);
    }
  }

  #setting({ place, value }: Extract<Statement, { kind: 'set' }>): Evaluate<End> {
    if (place.kind !== 'element') return notDrawn(place);
    const [list, index, written] = [
      this.#expressions.list(place.of),
      this.#expressions.int(place.index),
      this.#expressions.int(value),
    ];
    const naturalSlots = this.#naturalSlots;
    return (frame) => {
      step(frame);
      const changed = list(frame);
      const at = indexIn(changed, index(frame));
      const number = written(frame);
      changed[at] = number;
      if (number < 0) noteNegative(frame, naturalSlots, changed);
      return goesOn;
    };
  }

  #choosing({ branches, otherwise }: Extract<Statement, { kind: 'if' }>): Evaluate<End> {
    const choices = branches.map(({ condition, body }) => ({
      holds: this.#expressions.bool(condition),
      perform: this.#block(body),
    }));
    const performOther = this.#block(otherwise);
    return (frame) => {
      step(frame);
      for (const { holds, perform } of choices) if (holds(frame)) return perform(frame);
      return performOther(frame);
    };
  }

  #goingThrough({ name, list, body }: Extract<Statement, { kind: 'forEach' }>): Evaluate<End> {
    const [items, item, perform] = [this.#expressions.list(list), this.#variable(name), this.#block(body)];
    return (frame) => {
      step(frame);
      const through = items(frame);
      // The list may grow meanwhile.
      for (let at = 0; at < through.length; at++) {
        bind(frame, item, through[at]!);
        step(frame);
        const end = perform(frame);
        if (end === breaks) break;
        if (end === returns) return returns;
      }
      return goesOn;
    };
  }

  #counting({ name, from, to, body }: Extract<Statement, { kind: 'forRange' }>): Evaluate<End> {
    const [first, bound] = [this.#expressions.int(from), this.#expressions.int(to)];
    const [counter, perform] = [this.#variable(name), this.#block(body)];
    return (frame) => {
      step(frame);
      const start = first(frame);
      const end = bound(frame);
      for (let value = start; value < end; value++) {
        bind(frame, counter, value);
        step(frame);
        const ended = perform(frame);
        if (ended === breaks) break;
        if (ended === returns) return returns;
      }
      return goesOn;
    };
  }
}

function step(frame: Frame): void {
  if (frame.stepsLeft-- <= 0) throw comesToNothing;
}

function bind(frame: Frame, { slot, natural }: Variable, value: number | number[]): void {
  if (natural && hasNegative(value)) frame.keepsNaturals = false;
  frame.slots[slot] = value;
}

/** A number below 0 has come into the list: it counts where the list is that of a natural variable. */
function noteNegative(frame: Frame, naturalSlots: readonly number[], list: readonly number[]): void {
  if (naturalSlots.some((slot) => frame.slots[slot] === list)) frame.keepsNaturals = false;
}

function hasNegative(value: Whole): boolean {
  return typeof value === 'number' ? value < 0 : value.some((item) => item < 0);
}
