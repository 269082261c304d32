import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';
import { type GroundWorld, groundWorld } from './ground-world.ts';
import { readWorld, type Words } from './planning-prompt.ts';

export interface MilestonePrompt {
  readonly world: GroundWorld;
  /** Letters of facts of which some are to be put in order. */
  readonly candidates: string;
}

const lastSentence = /^Which milestones are needed, in which order, and what is a shortest plan, or /;

/** True when the prompt ends with a question for milestones and a plan. */
export function asksForMilestones(prompt: string): boolean {
  return endsWithQuestion(prompt, lastSentence);
}

/** The world and the possible milestones of the prompt; null when it is of another kind. */
export function readMilestonePrompt(prompt: string): MilestonePrompt | null {
  const read = asksForMilestones(prompt) ? readWorld(prompt) : null;
  if (read === null) return null;
  const world = groundWorld(read);
  const letters = new Map(
    world.steps.flatMap(({ adds }) => [...adds].map((letter) => [world.factOf(letter).join(' '), letter])),
  );
  const candidates = sectionLines(prompt, 'Possible milestones:').map(
    (line) => letters.get((JSON.parse(line.slice(2)) as Words).join(' ')) ?? '',
  );
  return { world, candidates: candidates.join('') };
}
