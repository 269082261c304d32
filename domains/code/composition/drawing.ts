/** Puts a composition together, function by function, on some values that it is carried out with as it grows. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { drawArguments } from './arguments.ts';
import { Body } from './body.ts';
import { drawPlainStep, drawShapeStep } from './draw-step.ts';
import { Evaluation } from './evaluation.ts';
import {
  type CallStep,
  type Composition,
  changesShape,
  type FunctionPlan,
  type ListShape,
  type OwnStep,
  type Shape,
  type Value,
} from './plan.ts';
import { depthOf, drawTree, type Tree } from './topology.ts';

export interface CompositionShape {
  /** Functions beside the main one, at least one. */
  readonly helpers: number;
  /** Calls in the longest chain, at most as many as there are helpers. */
  readonly depth: number;
  /** Helpers that are called from more than one place; fewer come out where there is no other place for them. */
  readonly reused: number;
  /** Share of the steps, calls left out, that change the shape. */
  readonly shapes: number;
  /** Steps of all functions together, calls left out, one for each at least. */
  readonly operations: number;
}

/** How a composition came out, on the units of its shape. */
export function shapeOf({ functions }: Composition): CompositionShape {
  const calls = functions.map(({ steps }) =>
    steps.flatMap((step) => (step.kind === 'call' ? [step.function] : [])),
  );
  const places = calls.flat();
  const own = functions.flatMap(({ steps }) => steps.filter(({ kind }) => kind !== 'call'));
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
  return new Drawing(shape, drawTree(shape.helpers, shape.depth, random), random).composition();
}

const listShapes: readonly ListShape[] = ['numbers', 'records', 'tally', 'words'];
/** Values that many steps can be taken on without their shape being changed: maps and words have few things to do. */
const longShapes: readonly ListShape[] = ['numbers', 'records'];
const fewSteps = 12;
const changingShareMin = 0.2;
const sampleCount = 12;
/** Values that a function for single numbers or records is put together on. */
const partsMax = 16;
const triesMax = 24;
const spareSteps = 2;
const functionTriesMax = 40;
/** Functions that are tried where one might be called again. */
const reuseTriesMax = 3;
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

/** How far a drawing has come. */
interface Progress {
  /** Functions that are there and called from more than one place. */
  readonly reused: ReadonlySet<number>;
  /** Steps that are still to be drawn, and those of them that should change the shape. */
  readonly left: number;
  readonly changesLeft: number;
}

class Drawing {
  readonly #tree: Tree;
  readonly #random: RandomStream;
  /** Steps of its own that each function is to have. */
  readonly #own: readonly number[];
  readonly #reusedMax: number;
  readonly #functions: FunctionPlan[] = [];
  readonly #evaluation = new Evaluation(this.#functions);
  #progress: Progress;
  #triesLeft = functionTriesMax;

  constructor({ shapes, operations, reused }: CompositionShape, tree: Tree, random: RandomStream) {
    [this.#tree, this.#random, this.#reusedMax] = [tree, random, reused];
    const own = tree.calls.map(() => 1);
    for (let more = operations - own.length; more > 0; more--) {
      const least = Math.min(...own);
      own[random.pick(own.flatMap((count, at) => (count === least ? [at] : [])))]!++;
    }
    this.#own = own;
    const changesLeft = random.round(shapes * operations);
    this.#progress = { reused: new Set(), left: operations, changesLeft };
  }

  composition(): Composition {
    const { left, changesLeft } = this.#progress;
    const carries = left <= fewSteps || changesLeft >= changingShareMin * left;
    const takes = this.#random.pick(carries ? listShapes : longShapes);
    this.#define(0, takes, 'any', drawArguments(takes, [], sampleCount, this.#random));
    return { functions: this.#functions };
  }

  #define(at: number, takes: Shape, ends: End, samples: readonly Value[]): void {
    const body = new Body(at, takes, samples, this.#functions, this.#evaluation);
    const callees = this.#random.shuffle(this.#tree.calls[at]!);
    let own = this.#own[at]!;
    // Steps beyond its own that may lead to a value that a function can be called with.
    let spare = spareSteps;
    while (callees.length > 0 || own > 0) {
      if (this.#wantsReuse()) this.#tryReuse(at, body);
      // The end of the main function is the last place for it.
      if (at === 0 && callees.length + own === 1) this.#reuseAll(body);
      const calls = this.#random.int(1, callees.length + own) <= callees.length;
      if (calls && this.#tryCall(callees[0]!, body)) {
        callees.shift();
        continue;
      }
      if (own > 0) own--;
      else if (spare-- === 0) throw new InstanceRejected('a function cannot be called');
      this.#addOwnStep(body, ends, own + callees.length === 0);
    }
    if (!isEnd(body.shape, ends)) this.#addShapeStep(body, ends as Shape);
    this.#functions[at] = { takes, gives: body.shape, steps: body.steps };
    this.#evaluation.note(at, body.noted());
  }

  #addOwnStep(body: Body, ends: End, last: boolean): void {
    if (last && !isEnd(body.shape, ends)) {
      this.#addShapeStep(body, ends as Shape);
      return;
    }
    const { left, changesLeft } = this.#progress;
    const changes = this.#random.int(1, Math.max(1, left)) <= changesLeft;
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
    const { left, changesLeft } = this.#progress;
    this.#progress = { ...this.#progress, left: left - 1, changesLeft: changesLeft - 1 };
    return true;
  }

  #tryPlainStep(body: Body): boolean {
    if (!this.#tryStep(body, () => drawPlainStep(body.shape, body.values, this.#random))) return false;
    this.#progress = { ...this.#progress, left: this.#progress.left - 1 };
    return true;
  }

  /** Adds the first step drawn that does something and leaves something to do. */
  #tryStep(body: Body, draw: () => OwnStep): boolean {
    for (let tried = 0; tried < triesMax; tried++) if (body.tryStep(draw())) return true;
    return false;
  }

  #reusesLeft(): number {
    return this.#reusedMax - this.#progress.reused.size;
  }

  /** At random, so that it comes about as often in all functions. */
  #wantsReuse(): boolean {
    const left = this.#reusesLeft();
    return left > 0 && this.#random.int(1, Math.max(1, this.#progress.left)) <= left;
  }

  /** Calls as many from the main function as are still wanted, if need be after a step that leads to what they take. */
  #reuseAll(body: Body): void {
    while (this.#reusesLeft() > 0 && this.#tryReuse(0, body));
    const shapes = this.#reusable(0).map((other) => listOf(this.#functions[other]!.takes));
    for (const shape of new Set(shapes)) {
      if (this.#reusesLeft() <= 0 || shape === body.shape) continue;
      if (this.#tryShapeStep(body, shape)) while (this.#reusesLeft() > 0 && this.#tryReuse(0, body));
    }
  }

  /** Functions that are there, are called from elsewhere only, and do not make a chain of calls longer. */
  #reusable(at: number): number[] {
    const { levels } = this.#tree;
    return this.#functions.flatMap((plan, other) =>
      plan !== undefined && !this.#progress.reused.has(other) && levels[other]! > levels[at]! ? [other] : [],
    );
  }

  /** Calls one of them; false where none can be. */
  #tryReuse(at: number, body: Body): boolean {
    const other = this.#random
      .shuffle(this.#reusable(at))
      .slice(0, reuseTriesMax)
      .find((callee) =>
        this.#random.shuffle(this.#usesOf(callee, body.shape)).some(({ step }) => body.tryStep(step)),
      );
    if (other === undefined) return false;
    this.#progress = { ...this.#progress, reused: new Set([...this.#progress.reused, other]) };
    return true;
  }

  #tryCall(callee: number, body: Body): boolean {
    const uses = this.#usesOf(callee, body.shape);
    while (uses.length > 0) {
      const use = this.#random.pick(uses.flatMap((one) => Array<Use>(wayWeights[one.step.way]).fill(one)));
      if (this.#tryUse(use, body)) return true;
      uses.splice(uses.indexOf(use), 1);
    }
    return false;
  }

  /** Makes the function and calls it; where that comes to nothing, all is as it was before. */
  #tryUse({ step, wanted }: Use, body: Body): boolean {
    if (wanted === null) return body.tryStep(step);
    if (this.#triesLeft-- <= 0) throw new InstanceRejected('too many functions come to nothing');
    const [functions, progress] = [[...this.#functions], this.#progress];
    try {
      const given = body.argumentsFor(step);
      if (given.length === 0) return false;
      this.#define(step.function, wanted.takes, wanted.ends, given.slice(0, partsMax));
      if (body.tryStep(step)) return true;
    } catch (error) {
      if (!(error instanceof InstanceRejected)) throw error;
    }
    this.#functions.splice(0, this.#functions.length, ...functions);
    this.#progress = progress;
    return false;
  }

  #usesOf(callee: number, shape: Shape): Use[] {
    const known = this.#functions[callee];
    return known === undefined ? this.#newUsesOf(callee, shape) : knownUsesOf(callee, known, shape);
  }

  #newUsesOf(callee: number, shape: Shape): Use[] {
    const use = (way: CallStep['way'], takes: Shape, ends: End): Use => ({
      step: { kind: 'call', way, function: callee },
      wanted: { takes, ends },
    });
    if (isSingle(shape)) return [use('pass', shape, shape)];
    const uses = [use('pass', shape, 'list')];
    const roomToChange = this.#progress.changesLeft > 0;
    if (shape !== 'words' && roomToChange) uses.push(use('offset', shape, 'number'));
    if (shape !== 'tally') uses.push(use('append', shape, shape));
    if (shape === 'numbers') uses.push(use('each', 'number', 'number'));
    if (shape === 'records') {
      const number = roomToChange && this.#random.chance(0.5);
      uses.push(use('each', 'record', number ? 'number' : 'record'));
    }
    return uses;
  }
}

function knownUsesOf(callee: number, { takes, gives }: FunctionPlan, shape: Shape): Use[] {
  const use = (way: CallStep['way']): Use => ({
    step: { kind: 'call', way, function: callee },
    wanted: null,
  });
  if (takes === 'number' && shape === 'numbers') return [use('each')];
  if (takes === 'record' && shape === 'records') return [use('each')];
  if (takes !== shape) return [];
  // Whoever calls a function with a record goes on with a record.
  if (isSingle(shape)) return gives === shape ? [use('pass')] : [];
  if (gives === 'number') return shape === 'words' ? [] : [use('offset')];
  return gives === shape && shape !== 'tally' ? [use('pass'), use('append')] : [use('pass')];
}

/** The list whose parts are of this shape, or the shape itself. */
function listOf(shape: Shape): Shape {
  if (shape === 'number') return 'numbers';
  return shape === 'record' ? 'records' : shape;
}

function isSingle(shape: Shape): shape is 'number' | 'record' {
  return shape === 'number' || shape === 'record';
}

function isEnd(shape: Shape, ends: End): boolean {
  if (ends === 'any') return true;
  return ends === 'list' ? !isSingle(shape) : shape === ends;
}
