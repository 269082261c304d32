/** Puts a program together: functions that call one another, each with a comment that says exactly what it does. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { literalValue } from '../ir/interpreter.ts';
import {
  call,
  type Expression,
  type FunctionDefinition,
  int,
  type Program,
  type Statement,
  statementsIn,
  variable,
} from '../ir/program.ts';
import { jsonOf } from '../ir/values.ts';
import { Compiler } from './compiled.ts';
import { inFiles } from './files.ts';
import { nothing, type Whole } from './frame.ts';
import { stepsMax } from './known-results.ts';
import {
  throughFunction as listThrough,
  longListSteps,
  shortListSteps,
  sliced,
  throughEach,
} from './list-steps.ts';
import { drawNames, type Names } from './names.ts';
import { longNumberSteps, throughFunction as numberThrough, shortNumberSteps } from './number-steps.ts';
import type { DrawStep, Site, Step } from './step.ts';

export interface ProgramShape {
  readonly functions: number;
  /** Statements in a function, about. */
  readonly lines: number;
  /** Share of the steps that look like a slip and are none. */
  readonly decoys: number;
  readonly files: number;
}

export interface DrawnProgram {
  readonly skin: string;
  readonly program: Program;
  /** Steps that look like a slip, and all steps but calls. */
  readonly odd: number;
  readonly steps: number;
}

type Kind = 'list' | 'number';
/** What comes to a place when the program is called with a few inputs. */
type Samples = readonly Whole[];

interface State {
  readonly samples: Samples;
  readonly natural: boolean;
}

/** Fewer lines than these are no loop over a list. */
const listLinesMin = 4;
const childrenMax = 4;
/** Numbers go through as many functions as this at most, since they do one by one. */
const numberFunctionsMax = 6;
const numberShare = 0.4;
const sampleCount = 4;
const lengthMax = 9;
const magnitudeMax = 600;
const triesMax = 24;

export function drawProgram(shape: ProgramShape, random: RandomStream): DrawnProgram {
  const kind: Kind = shape.lines < listLinesMin ? 'number' : 'list';
  const files = Math.min(shape.files, shape.functions);
  const names = drawNames(shape.functions, files, random.substream('names'));
  const drawing = new Drawing(shape, names, random);
  const samples = drawInputs(kind, sampleCount, random).map(
    ([input]) => jsonOf(literalValue(input!)) as Samples[number],
  );
  drawing.function(kind, shape.functions, { samples, natural: true });
  const { functions, odd, steps } = drawing;
  return {
    skin: names.skin,
    program: { modules: inFiles(functions, names.files), entry: functions.at(-1)!.name },
    odd,
    steps,
  };
}

/** Arguments for calls: a number, or a list of a few. */
export function drawInputs(kind: Kind, count: number, random: RandomStream): Expression[][] {
  const number = () => int(random.int(1, 30));
  return Array.from({ length: count }, () => [
    kind === 'number'
      ? number()
      : { kind: 'list' as const, items: Array.from({ length: random.int(3, 5) }, number) },
  ]);
}

class Drawing {
  readonly functions: FunctionDefinition[] = [];
  odd = 0;
  steps = 0;
  readonly #shape: ProgramShape;
  readonly #names: Names;
  readonly #random: RandomStream;
  #named = 0;

  constructor(shape: ProgramShape, names: Names, random: RandomStream) {
    [this.#shape, this.#names, this.#random] = [shape, names, random];
  }

  /** A function that with those that it calls makes up so many; what comes out of it. */
  function(kind: Kind, count: number, given: State): { readonly name: string; readonly state: State } {
    const name = this.#names.functions[this.#named++] as string;
    const body = new Body(kind === 'list' ? this.#names.list : this.#names.number, given);
    const lines = Math.max(2, this.#random.round(this.#shape.lines * (0.8 + 0.4 * this.#random.unit())));
    const children = this.#split(count - 1, lines);
    let own = lines - children.length;
    while (children.length > 0 || own > 0) {
      const share = children.length / (children.length + 1);
      if (children.length > 0 && (own <= 0 || this.#random.chance(share))) {
        this.#addCall(kind, body, children.shift()!);
        continue;
      }
      const before = body.size;
      this.#addStep(kind, body, body.texts.length === 0 && children.length === 0 ? Math.max(own, 3) : own);
      // Where nothing fits, what is left stays free.
      own -= body.size === before ? own : body.size - before;
    }
    if (body.texts.length === 0) throw new InstanceRejected('no step fits');
    this.functions.push(body.definition(name, kind));
    return { name, state: body.state };
  }

  /** How many functions go to each of those that are called. */
  #split(count: number, lines: number): number[] {
    if (count === 0) return [];
    const most = Math.max(1, Math.min(childrenMax, count, Math.floor(lines / 2)));
    const parts = Array<number>(this.#random.int(Math.min(most, count < 4 ? 1 : 2), most)).fill(1);
    for (let left = count - parts.length; left > 0; left--) parts[this.#random.int(0, parts.length - 1)]!++;
    return parts;
  }

  #addCall(kind: Kind, body: Body, count: number): void {
    const numbers = kind === 'number' || (count <= numberFunctionsMax && this.#random.chance(numberShare));
    const { samples, natural } = body.state;
    const given = { samples: kind === 'list' && numbers ? samples.flat() : samples, natural };
    const child = this.function(numbers ? 'number' : 'list', count, given);
    const called = (it: Expression) => call(child.name, it);
    const site = body.site(false, this.#random);
    const returned = `what ${child.name} returns for`;
    const step =
      kind === 'number'
        ? numberThrough(site, `replace it by ${returned} it`, child.state.natural, called)
        : numbers
          ? throughEach(site, `replace every number by ${returned} it`, child.state.natural, called)
          : listThrough(site, `replace the list by ${returned} it`, child.state.natural, called);
    const results = child.state.samples;
    body.add(step, kind === 'list' && numbers ? regrouped(results as number[], samples) : results);
  }

  /** A step that leaves something to work on, of as many statements as there is room for. */
  #addStep(kind: Kind, body: Body, room: number): void {
    for (let tried = 0; tried < triesMax; tried++) {
      const odd = this.#random.chance(this.#shape.decoys);
      const step = this.#random.pick(stepsFor(kind, body, room))(body.site(odd, this.#random));
      if (step.text === body.texts.at(-1)) continue;
      const samples = after(body, step);
      if (samples === null || !isLively(samples, body.state.samples)) continue;
      body.add(step, samples);
      this.steps++;
      if (odd) this.odd++;
      return;
    }
  }
}

/** What comes out of a step that calls no function; null when it comes to nothing. */
function after(body: Body, step: Step): Samples | null {
  const tried: FunctionDefinition = {
    name: 'tried',
    purpose: '',
    parameters: [{ name: body.result, type: { kind: 'int' } }],
    result: null,
    naturals: [],
    body: [...step.statements, { kind: 'return', value: variable(step.result) }],
  };
  const compiled = new Compiler(tried, new Map(), stepsMax).compiled(tried);
  const samples: Whole[] = [];
  for (const sample of body.state.samples) {
    const { returned } = compiled(sample, () => nothing);
    if (returned === null) return null;
    samples.push(returned);
  }
  return samples;
}

/** The numbers in lists as long as those before. */
function regrouped(numbers: readonly number[], before: Samples): Samples {
  let at = 0;
  return before.map((sample) => {
    const { length } = sample as readonly number[];
    at += length;
    return numbers.slice(at - length, at);
  });
}

function stepsFor(kind: Kind, body: Body, room: number): readonly DrawStep[] {
  if (kind === 'number') {
    // What branches works on the variable that an earlier step has made.
    return room < 2 || body.texts.length === 0 ? shortNumberSteps : [...shortNumberSteps, ...longNumberSteps];
  }
  if (room < 2) return [sliced];
  return room < 3 ? shortListSteps : [...shortListSteps, ...longListSteps];
}

/** True when something has changed, and the numbers are neither too few nor too large. */
function isLively(samples: Samples, before: Samples): boolean {
  const lists = samples.map((sample) => (typeof sample === 'number' ? [sample] : sample));
  const all = lists.flat();
  const long = lists.every((list, at) => list.length >= Math.min(2, [before[at]].flat().length));
  return (
    JSON.stringify(samples) !== JSON.stringify(before) &&
    long &&
    lists.every((list) => list.length <= lengthMax) &&
    new Set(all).size >= Math.min(3, all.length, new Set(before.flat()).size) &&
    all.every((value) => Math.abs(value) <= magnitudeMax)
  );
}

/** A function that is being put together. */
class Body {
  readonly texts: string[] = [];
  result: string;
  state: State;
  readonly #parameter: string;
  readonly #statements: Statement[] = [];
  readonly #counts = new Map<string, number>();
  /** Variables by whether all that they are given is natural. */
  readonly #natural = new Map<string, boolean>();

  constructor(parameter: string, given: State) {
    [this.#parameter, this.result, this.state] = [parameter, parameter, given];
    this.#natural.set(parameter, given.natural);
  }

  get size(): number {
    return statementsIn(this.#statements).length;
  }

  site(odd: boolean, random: RandomStream): Site {
    const fresh = (name: string) => {
      const count = (this.#counts.get(name) ?? 0) + 1;
      this.#counts.set(name, count);
      return count === 1 ? name : `${name}_${count}`;
    };
    return { from: this.result, natural: this.state.natural, odd, random, fresh };
  }

  add(step: Step, samples: Samples): void {
    this.#statements.push(...step.statements);
    for (const name of boundIn(step.statements)) {
      const natural = name === step.result ? step.natural : step.naturals.includes(name);
      this.#natural.set(name, natural && (this.#natural.get(name) ?? true));
    }
    this.texts.push(step.text);
    this.result = step.result;
    this.state = { samples, natural: step.natural };
  }

  definition(name: string, kind: Kind): FunctionDefinition {
    const type =
      kind === 'list' ? ({ kind: 'list', item: { kind: 'int' } } as const) : ({ kind: 'int' } as const);
    const last = this.#statements.at(-1)!;
    // What would be named only to be returned is returned at once.
    const folds = (last.kind === 'let' || last.kind === 'assign') && last.name === this.result;
    const body: Statement[] = folds
      ? [...this.#statements.slice(0, -1), { kind: 'return', value: last.value }]
      : [...this.#statements, { kind: 'return', value: variable(this.result) }];
    const what = kind === 'list' ? 'the list' : 'the number';
    return {
      name,
      purpose: `Return ${what} after ${this.texts.length === 1 ? 'this step' : 'these steps'}: ${this.texts.join('; ')}.`,
      parameters: [{ name: this.#parameter, type }],
      result: type,
      naturals: [...this.#natural].flatMap(([variableName, natural]) => (natural ? [variableName] : [])),
      body,
    };
  }
}

function boundIn(body: readonly Statement[]): string[] {
  return statementsIn(body).flatMap((statement) =>
    statement.kind === 'let' || statement.kind === 'assign' || statement.kind === 'forEach'
      ? [statement.name]
      : [],
  );
}
