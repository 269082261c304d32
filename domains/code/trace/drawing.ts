/** Puts a program together, stage by stage, until it takes as many steps as it should. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { ProgramError } from '../ir/interpreter.ts';
import {
  arithmetic,
  type Call,
  call,
  type Expression,
  type FunctionDefinition,
  int,
  type Program,
  type Statement,
  statementsIn,
  type Type,
  variable,
} from '../ir/program.ts';
import { drawChain, drawExpression } from './amounts.ts';
import { everyStatementMatters, type Measures, measure } from './measures.ts';
import { drawContents, drawSizes, emptyTally, type Part, partNamed, type Tally, typeOf } from './parts.ts';
import { drawScene, plainNames, type Scene } from './scene.ts';
import { countingStages, type Site, type Stage, stages, straight, summing } from './stages.ts';

export interface TraceShape {
  readonly steps: number;
  readonly state: number;
  readonly callDepth: number;
  readonly aliasing: number;
}

export interface Trace {
  readonly skin: string;
  readonly program: Program;
  readonly call: Call;
  readonly measures: Measures;
  /** The parts that are returned, and what stands beside them. */
  readonly parts: readonly Part[];
  readonly tally: Tally | null;
}

interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly value: Expression;
}

/** What has been drawn so far; a stage that turns out badly leaves it as it was. */
interface Draft {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly procedures: readonly FunctionDefinition[];
  /** Second names of parts, by the part's name. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly naturals: readonly string[];
  readonly callsChain: boolean;
  /** Whether something is added to the tally. */
  readonly tallies: boolean;
  /** How often each part has been worked on. */
  readonly visits: ReadonlyMap<Part, number>;
}

const stagesTried = 40;
const aliasNames = ['view', 'current', 'target'] as const;
const signedShare = 0.3;
const tallyShare = 0.4;
/** Steps that go with one change, about, in loops and on its own. */
const loopStepsEach = 3;
const straightStepsEach = 2.5;
/** Below this many steps a loop is not worth its while. */
const loopStepsMin = 7;

export function drawTrace(shape: TraceShape, random: RandomStream): Trace {
  const drawing = new Drawing(shape, random);
  return drawing.complete();
}

class Drawing {
  readonly #shape: TraceShape;
  readonly #random: RandomStream;
  readonly #scene: Scene;
  readonly #parts: readonly Part[];
  readonly #tally: Tally | null;
  readonly #signed: boolean;
  readonly #chain: readonly FunctionDefinition[];
  #draft: Draft;
  #measures: Measures;

  constructor(shape: TraceShape, random: RandomStream) {
    this.#shape = shape;
    this.#random = random;
    const tallies = shape.state > 3 && shape.steps > 20 && random.chance(tallyShare);
    this.#tally = tallies ? random.pick(['total', 'trail'] as const) : null;
    const sizes = drawSizes(shape.state - (tallies ? 1 : 0), random);
    const keys = Math.max(2, ...sizes.map(([kind, size]) => (kind === 'list' ? 2 : size)));
    this.#scene = drawScene(keys, random.substream('scene'));
    this.#parts = sizes.map(([kind, size]) => partNamed(kind, size, this.#scene));
    this.#signed = random.chance(signedShare);
    this.#chain = drawChain(shape.callDepth, shape.steps > 40, this.#signed, this.#scene, random);
    this.#draft = {
      parameters: this.#parts.map((part) => ({
        name: part.name,
        type: typeOf(part),
        value: drawContents(part, random),
      })),
      body: this.#tally === null ? [] : [{ kind: 'let', name: this.#tally, value: emptyTally[this.#tally] }],
      procedures: [],
      aliases: new Map(),
      naturals: this.#signed ? [] : this.#parts.map(({ name }) => name),
      callsChain: false,
      tallies: false,
      visits: new Map(),
    };
    this.#measures = this.#measured(this.#draft);
  }

  complete(): Trace {
    const { steps, callDepth } = this.#shape;
    for (let tried = 0; this.#measures.steps < steps; tried++) {
      if (tried > stagesTried) throw new InstanceRejected('no stage fits');
      const left = steps - this.#measures.steps;
      const looping = left >= loopStepsMin + (this.#draft.callsChain ? 0 : callDepth);
      const share = left <= 30 ? 1 : 0.35 + 0.5 * this.#random.unit();
      const stage = looping ? this.#drawLoop() : this.#needsTally ? summing : straight;
      this.#tryStage(stage, looping ? left * share : 1, left);
    }
    if (!this.#draft.callsChain && callDepth > 0) this.#tryStage(straight, 1, Number.POSITIVE_INFINITY);
    const program = this.#programOf(this.#draft);
    const call = this.#callOf(this.#draft);
    if (this.#needsTally) throw new InstanceRejected('the tally stays empty');
    if (this.#measures.writes === 0) throw new InstanceRejected('nothing changes');
    if (!everyStatementMatters(program, call, this.#measures))
      throw new InstanceRejected('a statement changes nothing');
    const { skin } = this.#scene;
    return { skin, program, call, measures: this.#measures, parts: this.#parts, tally: this.#tally };
  }

  get #needsTally(): boolean {
    return this.#tally !== null && !this.#draft.tallies;
  }

  #drawLoop(): Stage {
    const needsChain = this.#chain.length > 0 && !this.#draft.callsChain;
    return this.#random.pick(needsChain ? countingStages : stages);
  }

  /** Adds the stage if it fits, takes at most `most` steps and does not fail. */
  #tryStage(stage: Stage, budget: number, most: number): void {
    const draft = this.#withStage(stage, budget);
    if (draft === null) return;
    try {
      const measures = this.#measured(draft);
      const taken = measures.steps - this.#measures.steps;
      // A straight change with a second name or functions called takes more than the last step that is left.
      if (taken > most + (stage === straight || stage === summing ? 2 + this.#chain.length : 1)) return;
      this.#draft = draft;
      this.#measures = measures;
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
    }
  }

  /**
   * Whether a stage goes by a second name, and the steps that it may take then: no more than the changes that are still
   * to be made so, or so many that those still have room.
   */
  #naming(loops: boolean, budget: number): { readonly aliases: boolean; readonly stepsMost: number } {
    const { writes, aliased, steps } = this.#measures;
    const left = Math.max(1, this.#shape.steps - steps);
    const stepsEach = loops ? loopStepsEach : straightStepsEach;
    const ahead = Math.max(1, left / stepsEach);
    const wanted = this.#shape.aliasing * (writes + ahead) - aliased;
    const aliases = this.#random.chance(wanted / ahead) && (!loops || wanted >= 2);
    if (!loops) return { aliases, stepsMost: budget };
    const room = aliases ? wanted * stepsEach : left - Math.max(0, wanted) * straightStepsEach;
    return { aliases, stepsMost: Math.max(loopStepsMin, Math.min(budget, room)) };
  }

  #withStage(stage: Stage, budget: number): Draft | null {
    const random = this.#random;
    const before = this.#draft;
    const fewest = Math.min(...this.#parts.map((part) => before.visits.get(part) ?? 0));
    const part = random.pick(this.#parts.filter((part) => (before.visits.get(part) ?? 0) === fewest));
    const loops = stage !== straight && stage !== summing;
    const { aliases, stepsMost } = this.#naming(loops, budget);
    const namesRecords = aliases && part.kind === 'rows' && random.chance(0.7);
    const moves =
      aliases &&
      !namesRecords &&
      loops &&
      before.callsChain &&
      random.chance(0.5) &&
      before.procedures.length < 3;
    const known = before.aliases.get(part.name);
    const root =
      !aliases || namesRecords
        ? part.name
        : moves
          ? aliasNames[0]
          : (known ?? aliasNames[before.aliases.size]!);

    const extra: Parameter[] = [];
    const naturals: string[] = [];
    const chainFrom = moves ? 1 : 0;
    const levels = this.#chain.length - chainFrom;
    // The chain stands with the function that calls all others last.
    const first = this.#chain.at(-1 - chainFrom)?.name;
    let { callsChain, tallies } = before;
    const signed = this.#signed;
    const site: Site = {
      part,
      root,
      reading: () => (moves ? root : random.pick([root, part.name, known ?? root])),
      namesRecords,
      signed,
      random,
      rounds: (statements, amounts) => {
        const calls = first === undefined ? 0 : before.callsChain ? 0.4 : 1;
        return Math.max(2, Math.floor(stepsMost / (statements + amounts * calls * 1.2 * levels)));
      },
      amount: (of) => {
        if (first === undefined || (callsChain && !random.chance(0.4)))
          return of.kind === 'int' ? of : drawExpression(of, signed, random);
        if (!moves) callsChain = true;
        return call(first, of);
      },
      numbers: (length) => {
        const noun = this.#scene.data.find(({ many }) =>
          before.parameters.every(({ name }) => name !== many),
        );
        if (noun === undefined) throw new InstanceRejected('no name left');
        const items = Array.from({ length }, () => int(random.int(1, 20)));
        extra.push({
          name: noun.many,
          type: { kind: 'list', item: { kind: 'int' } },
          value: { kind: 'list', items },
        });
        naturals.push(noun.many, noun.one);
        return { list: noun.many, item: noun.one };
      },
      orders: (length) => {
        const noun = this.#scene.orders.find(({ many }) =>
          before.parameters.every(({ name }) => name !== many),
        );
        if (noun === undefined) throw new InstanceRejected('no name left');
        const items = Array.from({ length }, (): Expression => this.#order(part));
        extra.push({
          name: noun.many,
          type: { kind: 'list', item: orderType },
          value: { kind: 'list', items },
        });
        naturals.push(noun.many, noun.one);
        return { list: noun.many, item: noun.one };
      },
      tallied: (value, word) => {
        const name = this.#tally;
        if (name === null || moves || (before.tallies && !random.chance(0.5))) return [];
        tallies = true;
        const more: Expression =
          name === 'total'
            ? arithmetic(variable(name), '+', value)
            : { kind: 'concat', left: variable(name), right: word ?? { kind: 'digits', of: value } };
        return [{ kind: 'assign', name, value: more }];
      },
      natural: (name, always = false) => {
        if (always || !signed) naturals.push(name);
        return name;
      },
    };
    const statements = stageOrNull(stage, site);
    if (statements === null || this.#collides(statements, moves ? [] : before.body)) return null;

    const rootNaturals = signed ? [] : [root];
    const named = new Map(before.aliases);
    const body: Statement[] = [...before.body];
    let { procedures } = before;
    if (moves) {
      const name = this.#scene.procedures[procedures.length] as string;
      const parameters = [
        { name: root, type: typeOf(part) },
        ...extra.map(({ name, type }) => ({ name, type })),
      ];
      procedures = [
        ...procedures,
        {
          name,
          purpose: 'Change what is handed over, in place.',
          parameters,
          result: null,
          naturals: [...rootNaturals, ...naturals],
          body: statements,
        },
      ];
      const given = [variable(part.name), ...extra.map(({ name }) => variable(name))];
      body.push({ kind: 'perform', call: call(name, ...given) });
    } else {
      if (root !== part.name && known === undefined) {
        named.set(part.name, root);
        body.push({ kind: 'let', name: root, value: variable(part.name) });
      }
      body.push(...statements);
    }
    return {
      parameters: [...before.parameters, ...extra],
      body,
      procedures,
      aliases: named,
      naturals: [
        ...new Set([
          ...before.naturals,
          ...(moves ? extra.map(({ name }) => name) : [...rootNaturals, ...naturals]),
        ]),
      ],
      callsChain,
      tallies,
      visits: new Map(before.visits).set(part, fewest + 1),
    };
  }

  #order(part: Part): Expression {
    return {
      kind: 'record',
      fields: [
        { name: plainNames.item, value: { kind: 'string', value: this.#random.pick(part.keys) } },
        { name: plainNames.count, value: int(this.#random.int(1, 20)) },
      ],
    };
  }

  /** True when a name would be declared a second time where it still stands for something else. */
  #collides(statements: readonly Statement[], earlier: readonly Statement[]): boolean {
    const lasting = new Set(
      earlier.flatMap((statement) => (statement.kind === 'let' ? [statement.name] : [])),
    );
    return statementsIn(statements)
      .flatMap(declared)
      .some((name) => lasting.has(name));
  }

  #measured(draft: Draft): Measures {
    return measure(this.#programOf(draft), this.#callOf(draft));
  }

  #callOf({ parameters }: Draft): Call {
    return call(this.#scene.entry, ...parameters.map(({ value }) => value));
  }

  #programOf({ parameters, body, procedures, naturals, callsChain }: Draft): Program {
    const names = [...this.#parts.map(({ name }) => name), ...(this.#tally === null ? [] : [this.#tally])];
    const whole = names.length === 1;
    const fields = this.#parts.map((part) => ({ name: part.name, type: typeOf(part) }));
    const entry: FunctionDefinition = {
      name: this.#scene.entry,
      purpose: this.#scene.purpose,
      parameters: parameters.map(({ name, type }) => ({ name, type })),
      result: whole
        ? fields[0]!.type
        : { kind: 'record', fields: [...fields, ...(this.#tally === null ? [] : [tallyField(this.#tally)])] },
      naturals,
      body: [
        ...body,
        {
          kind: 'return',
          value: whole
            ? variable(names[0] as string)
            : { kind: 'record', fields: names.map((name) => ({ name, value: variable(name) })) },
        },
      ],
    };
    const functions = [...(callsChain ? this.#chain : []), ...procedures, entry];
    return { modules: [{ file: 'main', imports: [], functions }], entry: entry.name };
  }
}

function tallyField(name: Tally) {
  return { name, type: { kind: name === 'total' ? 'int' : 'string' } } as const;
}

const orderType: Type = {
  kind: 'record',
  fields: [
    { name: plainNames.item, type: { kind: 'string' } },
    { name: plainNames.count, type: { kind: 'int' } },
  ],
};

function declared(statement: Statement): readonly string[] {
  const { kind } = statement;
  return kind === 'let' || kind === 'forEach' || kind === 'forRange' ? [statement.name] : [];
}

function stageOrNull(stage: Stage, site: Site): readonly Statement[] | null {
  try {
    return stage(site);
  } catch (error) {
    if (error instanceof InstanceRejected) return null;
    throw error;
  }
}
