import { sectionLines } from '../reading.ts';
import { endsWithQuestion } from '../reasoning/last-question.ts';
import { type GroundedWorld, groundedWorld } from './grounded-world.ts';
import { readWorld, type Words } from './planning-prompt.ts';

export interface MilestonePrompt {
  readonly world: GroundedWorld;
  /** Facts of which some are to be put in order. */
  readonly candidates: readonly Words[];
}

const lastSentence = /^Which milestones are needed, in which order, and what is a shortest plan, or /;

/** True when the prompt ends with a question for milestones and a plan. */
export function asksForMilestones(prompt: string): boolean {
  return endsWithQuestion(prompt, lastSentence);
}

/** The world and the possible milestones of the prompt; null when it is of another kind. */
export function readMilestonePrompt(prompt: string): MilestonePrompt | null {
  const world = asksForMilestones(prompt) ? readWorld(prompt) : null;
  if (world === null) return null;
  const candidates = sectionLines(prompt, 'Possible milestones:').map(
    (line) => JSON.parse(line.slice(2)) as Words,
  );
  return { world: groundedWorld(world), candidates };
}
