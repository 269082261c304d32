import type { RunTrial } from '../execution.ts';
import { generateTask } from '../task.ts';
import { batched } from './batching.ts';
import { featureGate } from './feature-gate.ts';
import {
  type CheckedSkill,
  type CounterExample,
  counterExampleOf,
  type GateId,
  type GateResult,
  gateTitles,
  type StreamGate,
  skipped,
} from './gate.ts';
import { duplicateGate, reachGate, type StreamOutcome, speedGate } from './generation-gates.ts';
import { answerGates, referenceGate } from './grading-gates.ts';
import { nullModelGate } from './null-models.ts';
import { blindSolveGate, bytesGate, calibrationGate, type DigestElsewhere } from './outside-gates.ts';
import { instanceAt } from './sampling.ts';
import { timed } from './timing.ts';
import { corners } from './vectors.ts';

export interface CheckOptions {
  /** Instances that the gates on generation and grading see; each corner is met once at least. */
  readonly instances: number;
  /** Root of all seeds of the check; the same root gives the same instances. */
  readonly seed?: string;
  /** Without it, gate G1 is skipped. */
  readonly digestElsewhere?: DigestElsewhere | undefined;
  /** Runs answers that are programs; a skill whose answers are none does without. */
  readonly run?: RunTrial;
  /** Text that a reference agent answers a prompt with; without it, gate G10 is skipped. */
  readonly answerPrompt?: ((prompt: string) => string | Promise<string>) | undefined;
  /** Whether a scale has the skill; without it, gate G11 is skipped. */
  readonly hasCalibration?: ((domain: string, skill: string) => boolean) | undefined;
  /** Time that a phase may take, in place of 60 ms an instance (600 where answers are run) and 20 s at least. */
  readonly phaseMsMax?: number;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly skill: string;
  readonly phase: 'instances' | 'duplicates' | 'features' | 'same bytes' | 'blind solve';
  readonly done: number;
  readonly total: number;
}

/** Time that one phase may take: far above what a skill that keeps gate G7 on average needs. */
const phaseMsPerInstance = 60;
/** The same where answers are programs, each of which is run. */
const phaseMsPerTrial = 600;
const phaseMsMin = 20_000;
/** Instances whose answers are tried together, where they are programs. */
const observedTogether = 8;
const bytesInstancesMax = 1_000;
const solvedInstancesMax = 200;
const levelInstancesMin = 10;
const levelInstancesMax = 100;
const tooSlow = 'instances take too long, see G8';

/** Runs the admission gates on a skill, in the gates' order. A defect is a failed gate, never an error. */
export async function checkSkill(
  domain: string,
  skill: CheckedSkill['skill'],
  options: CheckOptions,
): Promise<GateResult[]> {
  const checked: CheckedSkill = { domain, skill, seed: options.seed ?? 'check' };
  const run = batched(
    options.run ?? (() => Promise.reject(new Error(`${skill.id} needs a sandbox to be checked`))),
  );
  const { instances } = options;
  const progress = (phase: Progress['phase']) => (done: number, total: number) =>
    options.onProgress?.({ skill: `${domain}/${skill.id}`, phase, done, total });
  const msPerInstance = skill.execution ? phaseMsPerTrial : phaseMsPerInstance;
  const deadline = () =>
    performance.now() + (options.phaseMsMax ?? Math.max(phaseMsMin, instances * msPerInstance));

  const answers = answerGates(checked, run);
  const stream = [
    referenceGate(checked, run),
    nullModelGate(checked, run),
    answers.perturbed,
    answers.checkers,
    speedGate(checked),
  ];
  const outcome = await runStream(checked, instances, stream, deadline(), progress('instances'));
  const results = [...stream.map((gate) => gate.result()), reachGate(outcome)];

  results.push(
    duplicateGate(checked, instances, deadline(), (done) => progress('duplicates')(done, instances)),
  );
  const perLevel = Math.min(levelInstancesMax, Math.max(levelInstancesMin, Math.floor(instances / 100)));
  results.push(featureGate(checked, perLevel, deadline(), progress('features')));

  if (outcome.outOfTime) {
    results.push(skipped('G1', tooSlow), skipped('G10', tooSlow));
  } else {
    const bytesInstances = Math.min(instances, bytesInstancesMax);
    if (options.digestElsewhere) progress('same bytes')(0, bytesInstances);
    results.push(await bytesGate(checked, bytesInstances, options.digestElsewhere));
    const solvedInstances = Math.min(instances, solvedInstancesMax);
    if (options.answerPrompt) progress('blind solve')(0, solvedInstances);
    results.push(await blindSolveGate(checked, solvedInstances, run, options.answerPrompt));
  }
  results.push(calibrationGate(checked, options.hasCalibration));
  return inOrder(skill.judging === undefined ? results : results.map(withoutJudges));
}

/** Makes each instance once and shows it to all gates of the stream. */
async function runStream(
  checked: CheckedSkill,
  instances: number,
  gates: readonly StreamGate[],
  deadlineMs: number,
  step: (done: number, total: number) => void,
): Promise<StreamOutcome> {
  const cornerCount = corners(checked.skill, checked.seed).length;
  const wanted = Math.max(instances, 2 * cornerCount);
  let run = 0;
  let failures = 0;
  let firstFailure: CounterExample | null = null;
  const observed: (void | Promise<void>)[] = [];
  while (run < wanted && performance.now() < deadlineMs) {
    const { seed, parameters, corner } = instanceAt(checked, run);
    const make = () => generateTask(checked.domain, checked.skill, parameters, seed);
    try {
      const { task, generationMs } = timed(make);
      observed.push(...gates.map((gate) => gate.observe({ task, corner, generationMs })));
    } catch (error) {
      failures++;
      const detail = error instanceof Error ? error.message : String(error);
      firstFailure ??= counterExampleOf({ seed, parameters }, detail);
    }
    run++;
    if (run % observedTogether === 0) await Promise.all(observed.splice(0));
    step(run, wanted);
  }
  await Promise.all(observed);
  const randomVectors = Math.floor(run / 2);
  const met = Math.min(cornerCount, run - randomVectors);
  return { wanted, run, failures, firstFailure, corners: met, randomVectors, outOfTime: run < wanted };
}

/** Gates on answers see what a program can check alone. */
const aboutAnswers: readonly GateId[] = ['G2', 'G3', 'G4', 'G5', 'G10'];

function withoutJudges(result: GateResult): GateResult {
  if (!aboutAnswers.includes(result.gate) || result.status === 'skipped') return result;
  const remark = 'of what a program checks; the rest needs judges';
  return { ...result, detail: result.detail === '' ? remark : `${result.detail}; ${remark}` };
}

function inOrder(results: readonly GateResult[]): GateResult[] {
  const order = Object.keys(gateTitles) as GateId[];
  return [...results].sort((a, b) => order.indexOf(a.gate) - order.indexOf(b.gate));
}
