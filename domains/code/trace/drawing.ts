/** Puts a program together, stage by stage, until it takes as many steps as it should. */
import { InstanceRejected } from '../../contract.ts';
import type { RandomStream } from '../../random.ts';
import { ProgramError } from '../ir/interpreter.ts';
import type { Call, Program } from '../ir/program.ts';
import { drawChain } from './amounts.ts';
import { callOf, type Draft, emptyDraft, type Plan, programOf } from './draft.ts';
import { everyStatementMatters, type Measures, measure } from './measures.ts';
import { drawSizes, type Part, partNamed, type Tally } from './parts.ts';
import { drawScene } from './scene.ts';
import { type Naming, withStage } from './site.ts';
import { countingStages, type Stage, stages, straight, summing } from './stages.ts';

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

const stagesTried = 40;
const aliasNames = ['view', 'current', 'target'] as const;
const signedShare = 0.3;
const tallyShare = 0.4;
const namedRecordShare = 0.7;
const moveShare = 0.5;
const proceduresMax = 3;
/** Steps that go with one change, about, in loops and on its own. */
const loopStepsEach = 3;
const straightStepsEach = 2.5;
/** Below this many steps a loop is not worth its while. */
const loopStepsMin = 7;
/** With so many steps left, one loop does not take all of them. */
const sharedStepsMin = 30;
/** From so many steps on, functions are called often enough to branch. */
const branchingStepsMin = 40;

export function drawTrace(shape: TraceShape, random: RandomStream): Trace {
  const plan = drawPlan(shape, random);
  return new Drawing(shape, plan, random).complete();
}

function drawPlan({ steps, state, callDepth }: TraceShape, random: RandomStream): Plan {
  const tallies = state > 3 && steps > 20 && random.chance(tallyShare);
  const tally = tallies ? random.pick(['total', 'trail'] as const) : null;
  const sizes = drawSizes(state - (tallies ? 1 : 0), random);
  const keys = Math.max(2, ...sizes.map(([kind, size]) => (kind === 'list' ? 2 : size)));
  const scene = drawScene(keys, random.substream('scene'));
  const parts = sizes.map(([kind, size]) => partNamed(kind, size, scene));
  const signed = random.chance(signedShare);
  const chain = drawChain(callDepth, steps > branchingStepsMin, signed, scene, random);
  return { scene, parts, tally, signed, chain };
}

class Drawing {
  readonly #shape: TraceShape;
  readonly #plan: Plan;
  readonly #random: RandomStream;
  /** What has been drawn so far; a stage that turns out badly leaves it as it was. */
  #draft: Draft;
  #measures: Measures;

  constructor(shape: TraceShape, plan: Plan, random: RandomStream) {
    this.#shape = shape;
    this.#plan = plan;
    this.#random = random;
    this.#draft = emptyDraft(plan, random);
    this.#measures = this.#measured(this.#draft);
  }

  complete(): Trace {
    const { steps, callDepth } = this.#shape;
    for (let tried = 0; this.#measures.steps < steps; tried++) {
      if (tried > stagesTried) throw new InstanceRejected('no stage fits');
      this.#goOn(steps - this.#measures.steps);
    }
    if (!this.#draft.callsChain && callDepth > 0) this.#tryStage(straight, 1, Number.POSITIVE_INFINITY);
    if (this.#needsTally) throw new InstanceRejected('the tally stays empty');
    const measures = this.#measures;
    if (measures.writes === 0) throw new InstanceRejected('nothing changes');
    const program = programOf(this.#plan, this.#draft);
    const call = callOf(this.#plan, this.#draft);
    if (!everyStatementMatters(program, call, measures))
      throw new InstanceRejected('a statement changes nothing');
    const { scene, parts, tally } = this.#plan;
    return { skin: scene.skin, program, call, measures, parts, tally };
  }

  get #needsTally(): boolean {
    return this.#plan.tally !== null && !this.#draft.tallies;
  }

  #goOn(left: number): void {
    const loops = left >= loopStepsMin + (this.#draft.callsChain ? 0 : this.#shape.callDepth);
    const share = left <= sharedStepsMin ? 1 : 0.35 + 0.5 * this.#random.unit();
    if (loops) this.#tryStage(this.#drawLoop(), left * share, left);
    else this.#tryStage(this.#needsTally ? summing : straight, 1, left);
  }

  #drawLoop(): Stage {
    const needsChain = this.#plan.chain.length > 0 && !this.#draft.callsChain;
    return this.#random.pick(needsChain ? countingStages : stages);
  }

  /** Adds the stage if it fits, takes at most `most` steps and does not fail. */
  #tryStage(stage: Stage, budget: number, most: number): void {
    const loops = stage !== straight && stage !== summing;
    const { naming, stepsMost } = this.#drawNaming(loops, budget);
    const draft = withStage(this.#plan, this.#draft, stage, naming, stepsMost, this.#random);
    if (draft === null) return;
    try {
      const measures = this.#measured(draft);
      const taken = measures.steps - this.#measures.steps;
      // A straight change with a second name or functions called takes more than the last step that is left.
      if (taken > most + (loops ? 1 : 2 + this.#plan.chain.length)) return;
      this.#draft = draft;
      this.#measures = measures;
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
    }
  }

  /** The part that was worked on least, by its own name or a second one, and the steps that the stage may take. */
  #drawNaming(loops: boolean, budget: number): { readonly naming: Naming; readonly stepsMost: number } {
    const random = this.#random;
    const { visits, callsChain, procedures, aliases } = this.#draft;
    const visited = (part: Part) => visits.get(part) ?? 0;
    const fewest = Math.min(...this.#plan.parts.map(visited));
    const part = random.pick(this.#plan.parts.filter((candidate) => visited(candidate) === fewest));
    const { renames, stepsMost } = this.#drawRenaming(loops, budget);
    const namesRecords = renames && part.kind === 'rows' && random.chance(namedRecordShare);
    if (!renames || namesRecords) {
      return { naming: { part, root: part.name, namesRecords, moves: false }, stepsMost };
    }
    const moves = loops && callsChain && random.chance(moveShare) && procedures.length < proceduresMax;
    const root = moves ? aliasNames[0] : (aliases.get(part.name) ?? aliasNames[aliases.size]!);
    return { naming: { part, root, namesRecords, moves }, stepsMost };
  }

  /**
   * Whether a stage goes by a second name, and the steps that it may take then: no more than the changes that are still
   * to be made so, or so many that those still have room.
   */
  #drawRenaming(loops: boolean, budget: number): { readonly renames: boolean; readonly stepsMost: number } {
    const { writes, aliased, steps } = this.#measures;
    const left = Math.max(1, this.#shape.steps - steps);
    const stepsEach = loops ? loopStepsEach : straightStepsEach;
    const ahead = Math.max(1, left / stepsEach);
    const wanted = this.#shape.aliasing * (writes + ahead) - aliased;
    const renames = this.#random.chance(wanted / ahead) && (!loops || wanted >= 2);
    if (!loops) return { renames, stepsMost: budget };
    const room = renames ? wanted * stepsEach : left - Math.max(0, wanted) * straightStepsEach;
    return { renames, stepsMost: Math.max(loopStepsMin, Math.min(budget, room)) };
  }

  #measured(draft: Draft): Measures {
    return measure(programOf(this.#plan, draft), callOf(this.#plan, draft));
  }
}
