import {
  type Arithmetic,
  type Call,
  type Expression,
  type FunctionDefinition,
  functionsOf,
  type Place,
  type Program,
  rootOf,
  type Statement,
} from './program.ts';
import type { RecordValue, Value } from './values.ts';

export type ErrorCode =
  | 'steps'
  | 'overflow'
  | 'index'
  | 'key'
  | 'divisor'
  | 'depth'
  | 'type'
  | 'name'
  | 'result';

/** A program that comes to nothing; a generator must not hand one out. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** The variables of one call of a function. */
export interface Frame {
  readonly function: FunctionDefinition;
  /** 0 for the call from outside. */
  readonly depth: number;
  readonly variables: Map<string, Value>;
}

/** Is told what happens, as it happens. */
export interface Observer {
  /** A name, a parameter or the variable of a loop stands for this value from now on. */
  bound?(frame: Frame, name: string, value: Value): void;
  /** A list, map or record is about to be changed, by way of the variable `root`. */
  written?(frame: Frame, root: string, container: Value): void;
  /** A statement has been carried out; one with a body, each time that it begins. */
  executed?(frame: Frame, statement: Statement): void;
  /** A statement is about to be carried out, or a round of a loop about to begin. */
  stepped?(): void;
}

export interface RunOptions {
  /** Statements carried out and rounds of loops begun. */
  readonly stepsMax: number;
  readonly observer?: Observer;
  /** A statement of the program, the very object, that is passed over. */
  readonly without?: Statement | null;
  /** What a function is known to return for these arguments, so that it need not be called; null where it is not. */
  readonly known?: (name: string, parameters: readonly Value[]) => Value | null;
}

const magnitudeMax = 1e9;
const depthMax = 64;
/** Keys that are words neither become array indices in JavaScript nor meet what every object has. */
const keyPattern = /^[A-Za-z][A-Za-z ]*$/;

/** Runs the entry function. The arguments may be changed by it. Throws `ProgramError`. */
export function run(program: Program, parameters: readonly Value[], options: RunOptions): Value {
  return new Run(program, options).call(program.entry, parameters, 0);
}

/** The value of an expression without variables and calls. */
export function literalValue(expression: Expression): Value {
  return new Run({ modules: [], entry: '' }, { stepsMax: 0 }).evaluate(expression, {
    function: { name: '', purpose: '', parameters: [], result: null, naturals: [], body: [] },
    depth: 0,
    variables: new Map(),
  });
}

type Completion = null | 'break' | 'continue' | { readonly value: Value };

class Run {
  readonly #functions: ReadonlyMap<string, FunctionDefinition>;
  readonly #observer: Observer;
  readonly #without: Statement | null;
  readonly #known: RunOptions['known'];
  #stepsLeft: number;

  constructor(program: Program, { stepsMax, observer = {}, without = null, known }: RunOptions) {
    this.#functions = new Map(functionsOf(program).map((definition) => [definition.name, definition]));
    this.#observer = observer;
    this.#without = without;
    this.#known = known;
    this.#stepsLeft = stepsMax;
  }

  call(name: string, parameters: readonly Value[], depth: number): Value {
    const value = this.#known?.(name, parameters) ?? this.#perform(name, parameters, depth);
    if (value === null) throw new ProgramError('result', `${name} returns nothing`);
    return value;
  }

  evaluate(expression: Expression, frame: Frame): Value {
    switch (expression.kind) {
      case 'int':
        return bounded(expression.value);
      case 'string':
      case 'bool':
        return expression.value;
      case 'variable': {
        const value = frame.variables.get(expression.name);
        if (value === undefined) throw new ProgramError('name', `${expression.name} has no value`);
        return value;
      }
      case 'arithmetic':
        return this.#arithmetic(expression, frame);
      case 'extreme': {
        const [left, right] = [this.#int(expression.left, frame), this.#int(expression.right, frame)];
        return expression.operator === 'min' ? Math.min(left, right) : Math.max(left, right);
      }
      case 'comparison':
        return compared(
          expression.operator,
          this.evaluate(expression.left, frame),
          this.evaluate(expression.right, frame),
        );
      case 'logic':
        return this.#bool(expression.left, frame) === (expression.operator === 'or')
          ? expression.operator === 'or'
          : this.#bool(expression.right, frame);
      case 'not':
        return !this.#bool(expression.operand, frame);
      case 'choice':
        return this.evaluate(
          this.#bool(expression.condition, frame) ? expression.whenTrue : expression.whenFalse,
          frame,
        );
      case 'concat':
        return this.#string(expression.left, frame) + this.#string(expression.right, frame);
      case 'digits':
        return String(this.#int(expression.of, frame));
      case 'length':
        return this.#sequence(expression.of, frame).length;
      case 'element': {
        const sequence = this.#sequence(expression.of, frame);
        return sequence[indexIn(sequence, this.#int(expression.index, frame))] as Value;
      }
      case 'slice': {
        const sequence = this.#sequence(expression.of, frame);
        const from = this.#int(expression.from, frame);
        const to = expression.to === null ? sequence.length : this.#int(expression.to, frame);
        return sequence.slice(from, to);
      }
      case 'list':
        return expression.items.map((item) => this.evaluate(item, frame));
      case 'joined':
        return [...this.#list(expression.left, frame), ...this.#list(expression.right, frame)];
      case 'map':
        return new Map(
          expression.entries.map(({ key, value }) => [checkedKey(key), this.evaluate(value, frame)]),
        );
      case 'entry': {
        const found = this.#map(expression.map, frame).get(this.#key(expression.key, frame));
        if (found !== undefined) return found;
        if (expression.fallback === null) throw new ProgramError('key', 'the map has no such key');
        return this.evaluate(expression.fallback, frame);
      }
      case 'has':
        return this.#map(expression.map, frame).has(this.#key(expression.key, frame));
      case 'keys':
        return [...this.#map(expression.map, frame).keys()];
      case 'record':
        return Object.fromEntries(
          expression.fields.map(({ name, value }) => [name, this.evaluate(value, frame)]),
        );
      case 'field': {
        const record = this.#record(expression.record, frame);
        if (!Object.hasOwn(record, expression.name)) throw new ProgramError('key', 'no such field');
        return record[expression.name] as Value;
      }
      case 'call':
        return this.call(expression.function, this.#arguments(expression, frame), frame.depth + 1);
    }
  }

  #perform(name: string, parameters: readonly Value[], depth: number): Value | null {
    const definition = this.#functions.get(name);
    if (definition === undefined || definition.parameters.length !== parameters.length)
      throw new ProgramError('name', `no function ${name} of ${parameters.length} parameters`);
    if (depth > depthMax) throw new ProgramError('depth', `more than ${depthMax} calls inside one another`);
    const frame: Frame = { function: definition, depth, variables: new Map() };
    for (const [at, { name }] of definition.parameters.entries())
      this.#bind(frame, name, parameters[at] as Value);
    const completion = this.#block(definition.body, frame);
    return completion !== null && typeof completion === 'object' ? completion.value : null;
  }

  #arguments({ arguments: given }: Call, frame: Frame): Value[] {
    return given.map((argument) => this.evaluate(argument, frame));
  }

  #block(body: readonly Statement[], frame: Frame): Completion {
    for (const statement of body) {
      if (statement === this.#without) continue;
      const completion = this.#execute(statement, frame);
      if (completion !== null) return completion;
    }
    return null;
  }

  #execute(statement: Statement, frame: Frame): Completion {
    this.#step();
    switch (statement.kind) {
      case 'let':
      case 'assign':
        if (statement.kind === 'assign' && !frame.variables.has(statement.name))
          throw new ProgramError('name', `${statement.name} has no value`);
        this.#bind(frame, statement.name, this.evaluate(statement.value, frame));
        break;
      case 'set':
        this.#set(statement.place, statement.value, frame);
        break;
      case 'append': {
        const list = this.#list(statement.list, frame);
        const value = this.evaluate(statement.value, frame);
        this.#write(statement.list, list, frame);
        list.push(value);
        break;
      }
      case 'removeLast': {
        const list = this.#list(statement.list, frame);
        if (list.length === 0) throw new ProgramError('index', 'nothing to remove');
        this.#write(statement.list, list, frame);
        list.pop();
        break;
      }
      case 'perform':
        this.#perform(statement.call.function, this.#arguments(statement.call, frame), frame.depth + 1);
        break;
      case 'return': {
        const value = this.evaluate(statement.value, frame);
        this.#observer.executed?.(frame, statement);
        return { value };
      }
      case 'break':
      case 'continue':
        this.#observer.executed?.(frame, statement);
        return statement.kind;
      case 'if': {
        this.#observer.executed?.(frame, statement);
        const taken = statement.branches.find(({ condition }) => this.#bool(condition, frame));
        return this.#block(taken?.body ?? statement.otherwise, frame);
      }
      default:
        this.#observer.executed?.(frame, statement);
        return this.#loop(statement, frame);
    }
    this.#observer.executed?.(frame, statement);
    return null;
  }

  #loop(statement: Extract<Statement, { kind: 'forEach' | 'forRange' | 'while' }>, frame: Frame): Completion {
    for (const _ of this.#rounds(statement, frame)) {
      this.#step();
      const completion = this.#block(statement.body, frame);
      if (completion === 'break') return null;
      if (completion !== null && completion !== 'continue') return completion;
    }
    return null;
  }

  *#rounds(
    statement: Extract<Statement, { kind: 'forEach' | 'forRange' | 'while' }>,
    frame: Frame,
  ): Generator<void> {
    if (statement.kind === 'while') {
      while (this.#bool(statement.condition, frame)) yield;
    } else if (statement.kind === 'forEach') {
      for (const item of this.#list(statement.list, frame)) {
        this.#bind(frame, statement.name, item);
        yield;
      }
    } else {
      const [from, to] = [this.#int(statement.from, frame), this.#int(statement.to, frame)];
      for (let value = from; value < to; value++) {
        this.#bind(frame, statement.name, value);
        yield;
      }
    }
  }

  /** The place is settled first, then the value, as JavaScript does; no expression changes anything on the way. */
  #set(place: Place, value: Expression, frame: Frame): void {
    if (place.kind === 'element') {
      const list = this.#list(place.of, frame);
      const index = indexIn(list, this.#int(place.index, frame));
      const written = this.evaluate(value, frame);
      this.#write(place, list, frame);
      list[index] = written;
    } else if (place.kind === 'entry') {
      const map = this.#map(place.map, frame);
      const key = this.#key(place.key, frame);
      const written = this.evaluate(value, frame);
      this.#write(place, map, frame);
      map.set(key, written);
    } else {
      const record = this.#record(place.record, frame);
      if (!Object.hasOwn(record, place.name)) throw new ProgramError('key', 'no such field');
      const written = this.evaluate(value, frame);
      this.#write(place, record, frame);
      record[place.name] = written;
    }
  }

  #arithmetic({ operator, left, right }: Arithmetic, frame: Frame): number {
    const [a, b] = [this.#int(left, frame), this.#int(right, frame)];
    if ((operator === '//' || operator === '%') && b <= 0)
      throw new ProgramError('divisor', `${b} is not above 0`);
    switch (operator) {
      case '+':
        return bounded(a + b);
      case '-':
        return bounded(a - b);
      case '*':
        return bounded(a * b);
      case '//':
        return bounded(Math.floor(a / b));
      case '%':
        return bounded(((a % b) + b) % b);
    }
  }

  #bind(frame: Frame, name: string, value: Value): void {
    this.#observer.bound?.(frame, name, value);
    frame.variables.set(name, value);
  }

  #write(path: Expression, container: Value, frame: Frame): void {
    const root = rootOf(path);
    if (root !== null) this.#observer.written?.(frame, root, container);
  }

  #step(): void {
    if (this.#stepsLeft-- <= 0) throw new ProgramError('steps', 'too many');
    this.#observer.stepped?.();
  }

  #int(expression: Expression, frame: Frame): number {
    const value = this.evaluate(expression, frame);
    return typeof value === 'number' ? value : unlike('int', value);
  }

  #bool(expression: Expression, frame: Frame): boolean {
    const value = this.evaluate(expression, frame);
    return typeof value === 'boolean' ? value : unlike('bool', value);
  }

  #string(expression: Expression, frame: Frame): string {
    const value = this.evaluate(expression, frame);
    return typeof value === 'string' ? value : unlike('string', value);
  }

  #key(expression: Expression, frame: Frame): string {
    return checkedKey(this.#string(expression, frame));
  }

  #list(expression: Expression, frame: Frame): Value[] {
    const value = this.evaluate(expression, frame);
    return Array.isArray(value) ? value : unlike('list', value);
  }

  #sequence(expression: Expression, frame: Frame): Value[] | string {
    const value = this.evaluate(expression, frame);
    return typeof value === 'string' || Array.isArray(value) ? value : unlike('list or string', value);
  }

  #map(expression: Expression, frame: Frame): Map<string, Value> {
    const value = this.evaluate(expression, frame);
    return value instanceof Map ? value : unlike('map', value);
  }

  #record(expression: Expression, frame: Frame): RecordValue {
    const value = this.evaluate(expression, frame);
    return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Map)
      ? value
      : unlike('record', value);
  }
}

function bounded(value: number): number {
  if (!(Math.abs(value) <= magnitudeMax)) throw new ProgramError('overflow', `${value}`);
  // Adding 0 makes 0 of the -0 that JavaScript has and Python has not.
  return value + 0;
}

function compared(operator: string, left: Value, right: Value): boolean {
  if (typeof left !== typeof right || typeof left === 'object')
    throw new ProgramError('type', 'these cannot be compared');
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

function indexIn(sequence: { readonly length: number }, index: number): number {
  if (index < 0 || index >= sequence.length)
    throw new ProgramError('index', `${index} of ${sequence.length}`);
  return index;
}

function checkedKey(key: string): string {
  if (!keyPattern.test(key) || key in Object.prototype) throw new ProgramError('key', `${key} is no key`);
  return key;
}

function unlike(wanted: string, value: Value): never {
  throw new ProgramError('type', `${JSON.stringify(value)} is no ${wanted}`);
}
