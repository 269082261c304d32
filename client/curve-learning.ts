import { z } from 'zod';
import type { practiceBlocks } from '../schema/practice.ts';
import { blockStateSchema } from '../schema/practice-state.ts';

const block = blockStateSchema.shape;

/** What a session's blocks were planned on, and what was known when the last round was planned. */
export const learningSchema = z.object({
  /** Why practice stopped; null while it goes on. */
  stopReason: z.string().nullable(),
  /** Each skill with how far it stands above its mastery point, in logits. */
  skills: z.array(
    z.object({
      skill: z.string(),
      theta: z.number(),
      sd: z.number(),
      margin: z.number(),
      masteryProbability: z.number(),
      mastered: z.boolean(),
      masteredAtTokens: z.number().nullable(),
    }),
  ),
  trend: block.trend,
  /** Probed neighbours of skills that stood still, and which of them bound the gap. */
  gapMap: block.gapMap,
  /** Compute from mastering a prerequisite to mastering what builds on it. */
  dependencies: block.dependencies,
  /** The largest notebook that was shown in the last round. */
  notebook: z.object({ entries: z.number().int(), tokens: z.number().int() }),
  blocks: z.array(
    z.object({
      round: z.number().int(),
      motive: block.motive,
      target: block.target,
      tokens: block.tokens,
      ability: block.ability,
    }),
  ),
});

export type Learning = z.infer<typeof learningSchema>;

export interface Notebook {
  readonly entries: number;
  readonly tokens: number;
}

interface Recorded {
  readonly states: Awaited<ReturnType<typeof practiceBlocks>>;
  readonly notebooks: readonly Notebook[];
  readonly stopReason: string | null;
}

/** Null where no round of practice was planned. */
export function readLearning({ states, notebooks, stopReason }: Recorded): Learning | null {
  const last = states.at(-1)?.state;
  if (last === undefined) return null;
  const largest = notebooks.reduce((most, each) => (each.tokens > most.tokens ? each : most), {
    entries: 0,
    tokens: 0,
  });
  return {
    stopReason,
    skills: Object.entries(last.skills).map(([skill, { masteryTheta, ...own }]) => ({
      skill,
      ...own,
      margin: own.theta - masteryTheta,
    })),
    trend: last.trend,
    gapMap: last.gapMap,
    dependencies: last.dependencies,
    notebook: { entries: largest.entries, tokens: largest.tokens },
    blocks: states.map(({ round, state: { motive, target, tokens, ability } }) => ({
      round,
      motive,
      target,
      tokens,
      ability,
    })),
  };
}
