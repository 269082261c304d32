import { z } from 'zod';
import { parseTolerantJson } from './tolerant-json.ts';

/** How far the Hugging Face Trainer says that it had come when it saved a checkpoint. */
export interface TrainerState {
  readonly step: number;
  readonly flops?: number;
  readonly tokens?: number;
}

const amount = z.number().nonnegative();

export const trainerStateSchema = z.looseObject({
  global_step: z.number().int().nonnegative(),
  total_flos: amount.nullish(),
  num_input_tokens_seen: amount.nullish(),
});

/** What a checked state says. */
export function trainerStateOf(state: z.infer<typeof trainerStateSchema>): TrainerState {
  const { global_step: step, total_flos: flops, num_input_tokens_seen: tokens } = state;
  // A trainer that does not count leaves a 0, which is the truth before the first step alone.
  const isCounted = (value: number | null | undefined): value is number =>
    typeof value === 'number' && (value > 0 || step === 0);
  return { step, ...(isCounted(flops) && { flops }), ...(isCounted(tokens) && { tokens }) };
}

/** Reads a `trainer_state.json`; null for any other text, since it only describes what is there without it. */
export function readTrainerState(text: string): TrainerState | null {
  const parsed = parseTolerantJson(text);
  const checked = trainerStateSchema.safeParse('value' in parsed ? parsed.value : null);
  return checked.success ? trainerStateOf(checked.data) : null;
}
