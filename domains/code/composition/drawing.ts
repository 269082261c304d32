/** Puts a composition together, function by function, on some values that it is carried out with as it grows. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { drawArguments } from './arguments.ts';
import { drawPlainStep, drawShapeStep } from './draw-step.ts';
import { argumentsOf, Evaluation, sameValue, TooLarge } from './evaluation.ts';
import {
  type CallStep,
  type Composition,
  changesShape,
  type FunctionPlan,
  type ListShape,
  type OwnStep,
  type Shape,
  type Step,
  shapeAfter,
  type Value,
} from './plan.ts';
import { type Calls, depthOf, drawCalls, reachedFrom } from './topology.ts';

export interface CompositionShape {
  /** Functions beside the main one, at least one. */
  readonly helpers: number;
  /** Calls in the longest chain, at most as many as there are helpers. */
  readonly depth: number;
  /** Helpers that are called from more than one place. */
  readonly reused: number;
  /** Share of the steps, calls left out, that change the shape. */
  readonly shapes: number;
  /** Steps of all functions together, calls left out, one for each at least. */
  readonly operations: number;
}

/** How a composition came out, on the units of its shape. */
export function shapeOf({ functions }: Composition): CompositionShape {
  const calls = callsOf(functions);
  const own = functions.flatMap(({ steps }) => steps.filter(({ kind }) => kind !== 'call'));
  const places = calls.flat();
  return {
    helpers: functions.length - 1,
    depth: depthOf(calls),
    reused: new Set(places.filter((callee, at) => places.indexOf(callee) !== at)).size,
    shapes: own.filter(changesShape).length / own.length,
    operations: own.length,
  };
}

/** Throws `InstanceRejected` where the draws lead nowhere. */
export function drawComposition(shape: CompositionShape, random: RandomStream): Composition {
  const calls = drawCalls(shape.helpers, shape.depth, shape.reused, random);
  return new Drawing(shape, calls, random).composition();
}

function callsOf(functions: readonly FunctionPlan[]): Calls {
  return functions.map(({ steps }) => steps.flatMap((step) => (step.kind === 'call' ? [step.function] : [])));
}

const listShapes: readonly ListShape[] = ['numbers', 'records', 'tally', 'words'];
const sampleCount = 12;
/** Values that a function for single numbers or records is put together on. */
const partsMax = 24;
const triesMax = 24;
const functionTriesMax = 60;
/** Of the values that a step is tried on: so many it must change, leave with something in them, and keep apart. */
const changedShareMin = 0.3;
const fullShareMin = 0.7;
/** Lists must not run out. */
const lengthMeanMin = 1.9;
const entriesMeanMin = 1.3;
const distinctShareMin = 0.5;
/** Single numbers are alike more often than lists are. */
const distinctNumbersShareMin = 0.25;
/** Main functions that end in a single number, where their last step may. */
const mainNumberShare = 0.5;
/** How often a use is drawn that can be chosen. */
const wayWeights = { pass: 4, each: 3, offset: 2, append: 1 } as const;

/** What a function must give: a shape, any list or map, or whatever comes. */
type End = Shape | 'list' | 'any';

/** A use of a function that is there, or for which one can be made. */
interface Use {
  readonly step: CallStep;
  /** Null for a function that is there. */
  readonly wanted: { readonly takes: Shape; readonly ends: End } | null;
}

class Drawing {
  readonly #calls: Calls;
  readonly #random: RandomStream;
  readonly #functions: FunctionPlan[] = [];
  readonly #evaluation = new Evaluation(this.#functions);
  /** Steps of its own that each function is to have. */
  readonly #own: readonly number[];
  /** Steps that are still to be drawn, and those of them that should change the shape. */
  #left: number;
  #changesLeft: number;
  #triesLeft = functionTriesMax;

  constructor({ shapes, operations }: CompositionShape, calls: Calls, random: RandomStream) {
    [this.#calls, this.#random] = [calls, random];
    const own = calls.map(() => 1);
    for (let more = operations - own.length; more > 0; more--) own[this.#fewest(own)]!++;
    this.#own = own;
    this.#left = operations;
    this.#changesLeft = random.round(shapes * operations);
  }

  composition(): Composition {
    const takes = this.#random.pick(listShapes);
    this.#define(0, takes, 'any', drawArguments(takes, [], sampleCount, this.#random));
    return { functions: this.#functions };
  }

  /** One of those that have the fewest steps, at random. */
  #fewest(own: readonly number[]): number {
    const least = Math.min(...own);
    return this.#random.pick(own.flatMap((count, at) => (count === least ? [at] : [])));
  }

  #define(at: number, takes: Shape, ends: End, samples: readonly Value[]): void {
    const body = new Body(takes, samples, this.#functions, this.#evaluation);
    const callees = this.#random.shuffle(this.#calls[at]!);
    let own = this.#own[at]!;
    const stepsMax = 2 * (own + callees.length) + 2;
    while (callees.length > 0 || own > 0) {
      if (body.steps.length >= stepsMax) throw new InstanceRejected('a function cannot be called');
      const calls = callees.length > 0 && this.#random.int(1, callees.length + own) <= callees.length;
      const called = calls ? this.#tryCall(callees, body) : null;
      if (called !== null) {
        callees.splice(callees.indexOf(called), 1);
        continue;
      }
      // Where none can be called, what comes next may be wanted in another shape.
      const wanted = calls ? this.#wantedBy(callees[0]!, body.shape) : body.shape;
      if (wanted !== body.shape) this.#addShapeStep(body, wanted);
      else this.#addOwnStep(body, ends, callees.length === 0 && own <= 1);
      own = Math.max(0, own - 1);
    }
    if (!isEnd(body.shape, ends)) this.#addShapeStep(body, ends === 'list' ? 'numbers' : (ends as Shape));
    this.#functions[at] = { takes, gives: body.shape, steps: body.steps };
  }

  #addOwnStep(body: Body, ends: End, last: boolean): void {
    if (last && !isEnd(body.shape, ends)) {
      this.#addShapeStep(body, ends as Shape);
      return;
    }
    const changes = this.#random.int(1, Math.max(1, this.#left)) <= this.#changesLeft;
    const shapes = this.#random.shuffle(listShapes.filter((shape) => shape !== body.shape));
    const mayEndInNumber = last && ends === 'any' && this.#random.chance(mainNumberShare);
    const others: readonly Shape[] = mayEndInNumber ? ['number', ...shapes] : shapes;
    const mayChange = !isSingle(body.shape) && (!last || ends === 'any' || ends === 'list');
    const ways = (mayChange ? others : []).map((shape) => () => this.#tryShapeStep(body, shape));
    const plain = () => this.#tryPlainStep(body);
    // What cannot be done in this way may be done in another.
    const done = (changes ? [...ways, plain] : [plain, ...ways]).some((way) => way());
    if (!done) throw new InstanceRejected('no step goes on from here');
  }

  #addShapeStep(body: Body, to: Shape): void {
    if (!this.#tryShapeStep(body, to)) throw new InstanceRejected('no step goes on to this shape');
  }

  #tryShapeStep(body: Body, to: Shape): boolean {
    if (!this.#tryStep(body, () => drawShapeStep(body.shape, to, body.values, this.#random))) return false;
    this.#left--;
    this.#changesLeft--;
    return true;
  }

  #tryPlainStep(body: Body): boolean {
    if (!this.#tryStep(body, () => drawPlainStep(body.shape, body.values, this.#random))) return false;
    this.#left--;
    return true;
  }

  /** Adds the first step drawn that does something and leaves something to do. */
  #tryStep(body: Body, draw: () => OwnStep): boolean {
    for (let tried = 0; tried < triesMax; tried++) if (body.tryStep(draw())) return true;
    return false;
  }

  /** Calls one of these functions if one can be called; its number, or null. */
  #tryCall(callees: readonly number[], body: Body): number | null {
    for (const callee of callees) {
      const uses = this.#usesOf(callee, body.shape);
      while (uses.length > 0) {
        const use = this.#random.pick(uses.flatMap((one) => Array<Use>(wayWeights[one.step.way]).fill(one)));
        if (this.#tryUse(use, body)) return callee;
        uses.splice(uses.indexOf(use), 1);
      }
    }
    return null;
  }

  /** Makes the function where it is not there yet; where that or its call comes to nothing, all is as it was before. */
  #tryUse({ step, wanted }: Use, body: Body): boolean {
    if (wanted === null) return body.tryStep(step);
    if (this.#triesLeft-- <= 0) throw new InstanceRejected('too many functions come to nothing');
    const before = { functions: [...this.#functions], left: this.#left, changesLeft: this.#changesLeft };
    try {
      const given = body.values.flatMap((value) => argumentsOf(step, value));
      if (given.length === 0) return false;
      this.#define(step.function, wanted.takes, wanted.ends, given.slice(0, partsMax));
      if (body.tryStep(step)) return true;
    } catch (error) {
      if (!(error instanceof InstanceRejected)) throw error;
    }
    this.#functions.splice(0, this.#functions.length, ...before.functions);
    [this.#left, this.#changesLeft] = [before.left, before.changesLeft];
    return false;
  }

  #usesOf(callee: number, shape: Shape): Use[] {
    const known = this.#functions[callee];
    const use = (way: CallStep['way'], wanted: Use['wanted'] = null): Use => ({
      step: { kind: 'call', way, function: callee },
      wanted,
    });
    const single = isSingle(shape);
    const hasNumbers = shape !== 'words' && !single;
    const isList = !single && shape !== 'tally';
    if (known !== undefined) {
      const { takes, gives } = known;
      if (takes !== shape)
        return (takes === 'number' && shape === 'numbers') || (takes === 'record' && shape === 'records')
          ? [use('each')]
          : [];
      if (gives === 'number' && shape === 'record') return [];
      if (gives === 'number' && !single) return hasNumbers ? [use('offset')] : [];
      return isList && gives === shape ? [use('pass'), use('append')] : [use('pass')];
    }
    if (single) return [use('pass', { takes: shape, ends: shape })];
    const uses = [use('pass', { takes: shape, ends: 'list' })];
    const roomToChange = this.#changesLeft > 0;
    if (hasNumbers && roomToChange) uses.push(use('offset', { takes: shape, ends: 'number' }));
    if (isList) uses.push(use('append', { takes: shape, ends: shape }));
    if (shape === 'numbers' && this.#canTakeSingle(callee, 'number'))
      uses.push(use('each', { takes: 'number', ends: 'number' }));
    if (shape === 'records' && this.#canTakeSingle(callee, 'record')) {
      const ends = roomToChange && this.#random.chance(0.5) ? 'number' : 'record';
      uses.push(use('each', { takes: 'record', ends }));
    }
    return uses;
  }

  /** True unless the function calls, by way of others too, one that takes something else and is there already. */
  #canTakeSingle(callee: number, takes: 'number' | 'record'): boolean {
    return [...reachedFrom(callee, this.#calls)].every((at) => {
      const known = this.#functions[at]?.takes;
      return known === undefined || known === takes;
    });
  }

  /** The shape in which a function that is there can be used; of one that is not, the shape does not matter. */
  #wantedBy(callee: number, shape: Shape): Shape {
    const takes = this.#functions[callee]?.takes ?? shape;
    if (isSingle(shape) || takes === shape) return shape;
    if (takes === 'number') return 'numbers';
    return takes === 'record' ? 'records' : takes;
  }
}

function isSingle(shape: Shape): shape is 'number' | 'record' {
  return shape === 'number' || shape === 'record';
}

function isEnd(shape: Shape, ends: End): boolean {
  if (ends === 'any') return true;
  return ends === 'list' ? !isSingle(shape) : shape === ends;
}

/** A function that is being put together. */
class Body {
  readonly steps: Step[] = [];
  shape: Shape;
  values: readonly Value[];
  readonly #functions: readonly FunctionPlan[];
  readonly #evaluation: Evaluation;

  constructor(
    takes: Shape,
    samples: readonly Value[],
    functions: readonly FunctionPlan[],
    evaluation: Evaluation,
  ) {
    [this.shape, this.values] = [takes, samples];
    [this.#functions, this.#evaluation] = [functions, evaluation];
  }

  /** Adds the step if it does something and leaves something to do; tells whether it did. */
  tryStep(step: Step): boolean {
    const next = this.#after(step);
    if (next === null) return false;
    const shape = shapeAfter(step, this.shape, this.#functions);
    if (!this.#goesOn(next, shape)) return false;
    this.steps.push(step);
    [this.shape, this.values] = [shape, next];
    return true;
  }

  #after(step: Step): readonly Value[] | null {
    try {
      return this.values.map((value) => this.#evaluation.after(step, this.shape, value));
    } catch (error) {
      if (error instanceof TooLarge) return null;
      throw error;
    }
  }

  #goesOn(next: readonly Value[], shape: Shape): boolean {
    const all = next.length;
    const changed =
      shape === this.shape ? next.filter((value, at) => !sameValue(value, this.values[at]!)).length : all;
    const full = next.filter((value) => !Array.isArray(value) || value.length > 0).length;
    const distinct = new Set(next.map((value) => JSON.stringify(value))).size;
    const before = new Set(this.values.map((value) => JSON.stringify(value))).size;
    const wanted = shape === 'number' ? distinctNumbersShareMin : distinctShareMin;
    const enough = Math.min(shape === 'tally' ? entriesMeanMin : lengthMeanMin, meanLength(this.values));
    return (
      meanLength(next) >= enough &&
      changed >= changedShareMin * all &&
      full >= fullShareMin * all &&
      distinct >= wanted * Math.min(before, all)
    );
  }
}

/** That of single values is larger than any. */
function meanLength(values: readonly Value[]): number {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) return Number.POSITIVE_INFINITY;
  return lists.reduce((sum, list) => sum + list.length, 0) / lists.length;
}
