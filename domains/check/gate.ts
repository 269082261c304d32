import type { Parameters, Skill } from '../contract.ts';
import type { Task } from '../task.ts';

/** The admission gates in order, with what each asks for. */
export const gateTitles = {
  G1: 'Same bytes for the same seed in another process',
  G2: 'The reference answer scores 1',
  G3: 'Null models score nothing',
  G4: 'Perturbed answers are not whole, unless proven right',
  G5: 'The two checkers agree',
  G6: 'Hardly any duplicates outside tiny corners',
  G7: 'Generation is fast everywhere',
  G8: 'Every corner and random parameters run',
  G9: 'Features rise with their parameters',
  G10: 'An agent that sees only the prompt solves it',
  G11: 'A calibration run exists',
} as const;

export type GateId = keyof typeof gateTitles;

/** What it takes to see a defect again, and what the defect is. */
export interface CounterExample {
  readonly seed: string;
  readonly parameters: Parameters;
  readonly detail: string;
}

export interface GateResult {
  readonly gate: GateId;
  readonly title: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What was measured; null where the gate was skipped. */
  readonly figure: number | null;
  /** What the figure counts, as in `ms at p99`. */
  readonly unit: string;
  /** The figure must be at most, or at least, this. */
  readonly bound: 'at most' | 'at least';
  readonly threshold: number;
  /** Instances that the figure rests on. */
  readonly instances: number;
  /** Why it was skipped or what stands out, in a sentence; empty where there is nothing to say. */
  readonly detail: string;
  readonly counterExample: CounterExample | null;
}

/** What a gate is asked to judge: one instance and the place that it was drawn from. */
export interface Sample {
  readonly task: Task;
  /** Number of the corner, or null for a vector drawn at random. */
  readonly corner: number | null;
  /** Processor time, in milliseconds. */
  readonly generationMs: number;
}

/** A gate that watches the common stream of instances, so that each instance is made once for all of them. */
export interface StreamGate {
  observe(sample: Sample): void | Promise<void>;
  result(): GateResult;
}

/** Names a skill's instances for a gate; the domain is part of every task's seed. */
export interface CheckedSkill {
  readonly domain: string;
  readonly skill: Skill;
  /** Root of all seeds of this check. */
  readonly seed: string;
}

type Verdict = Pick<GateResult, 'figure' | 'unit' | 'bound' | 'threshold' | 'instances'> &
  Partial<Pick<GateResult, 'detail' | 'counterExample'>>;

/** A result that passes when its figure keeps its bound and nothing was found against it. */
export function judged(gate: GateId, verdict: Verdict & { figure: number; sound?: boolean }): GateResult {
  const { sound = true, detail = '', counterExample = null, ...measured } = verdict;
  const keeps =
    measured.bound === 'at most'
      ? measured.figure <= measured.threshold
      : measured.figure >= measured.threshold;
  const passed = keeps && sound && measured.instances > 0;
  return {
    gate,
    title: gateTitles[gate],
    status: passed ? 'passed' : 'failed',
    ...measured,
    detail,
    counterExample,
  };
}

export function skipped(gate: GateId, reason: string): GateResult {
  return {
    gate,
    title: gateTitles[gate],
    status: 'skipped',
    figure: null,
    unit: '',
    bound: 'at least',
    threshold: 0,
    instances: 0,
    detail: reason,
    counterExample: null,
  };
}

/** The counter-example that this task is. */
export function counterExampleOf(task: Pick<Task, 'seed' | 'parameters'>, detail: string): CounterExample {
  return { seed: task.seed, parameters: task.parameters, detail };
}
