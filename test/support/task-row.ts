import { seedAt } from '../../domains/random.ts';
import type { NewTask } from '../../schema/attempts.ts';

/** A task whose text does not matter to the test. */
export function taskRow(sessionId: number, familyId: number, ordinal: number, round = 1): NewTask {
  return {
    session_id: sessionId,
    family_id: familyId,
    ordinal,
    round,
    phase: 'placement',
    purpose: 'probe',
    skill: 'B1',
    skin: 'plain',
    parameters: '{}',
    features: '{}',
    difficulty: 0,
    seed: seedAt('task', sessionId, ordinal),
    prompt: `Task ${ordinal} of session ${sessionId}.`,
    reference: '{}',
    canonical: seedAt('canonical', sessionId, ordinal),
  };
}
