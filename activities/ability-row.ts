import type { Insertable } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import type { AbilityPosterior } from '../measurement/ability/ability.ts';
import type { Database } from '../schema/tables.ts';

/** What the graded tasks of a session's placement say, as it is kept. */
export function abilityRow(
  sessionId: number,
  scaleId: number,
  posterior: AbilityPosterior,
): Insertable<Database['abilities']> {
  const skills = Object.fromEntries(
    Object.entries(posterior.skills).map(([skill, own]) => [
      skill,
      { theta: own.mean, sd: own.sd, n: own.attempts },
    ]),
  );
  return {
    session_id: sessionId,
    position: posterior.attempts,
    scale_id: scaleId,
    grader_version: graderVersion,
    theta: posterior.mean,
    sd: posterior.sd,
    lo: posterior.lower,
    hi: posterior.upper,
    skills: JSON.stringify(skills),
  };
}
