import { z } from 'zod';
import type { Features, Parameters, Skill } from './contract.ts';
import { referenceText, type Task } from './task.ts';

/** One line of `task generate --jsonl`: a task with everything that is known about it. */
export interface TaskLine {
  readonly domain: string;
  readonly skill: string;
  /** With `parameters`, all that is needed to make the same task again. */
  readonly seed: string;
  readonly parameters: Parameters;
  readonly features: Features;
  /** In logits on the domain's scale; null while the domain has none. */
  readonly difficulty: number | null;
  readonly prompt: string;
  /** A text that scores 1. */
  readonly answer: string;
  readonly solution: string;
  /** Machine-readable exports, keyed by format. */
  readonly oracle: Readonly<Record<string, string>>;
}

/** What of a task's line is read back. The rest is made again from it, so that no line can bring its own truth. */
export const taskNameSchema = z.object({
  domain: z.string(),
  skill: z.string(),
  seed: z.string().min(1),
  parameters: z.record(z.string(), z.number()),
});

/** The line of a task that `skill` generated. */
export function taskLine(skill: Skill, task: Task, difficulty: number | null): TaskLine {
  return {
    domain: task.domain,
    skill: task.skill,
    seed: task.seed,
    parameters: task.parameters,
    features: task.features,
    difficulty,
    prompt: task.prompt,
    answer: referenceText(skill, task.reference),
    solution: skill.solution(task.reference),
    oracle: skill.oracle(task.reference),
  };
}
