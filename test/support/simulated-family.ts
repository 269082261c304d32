import { createEfficiency } from '../../activities/efficiency.ts';
import { graderVersion } from '../../domains/task.ts';
import { scoreAbility } from '../../measurement/ability.ts';
import { createDraws } from '../../measurement/draws.ts';
import { skillWeightsOf } from '../../measurement/performance.ts';
import { logisticProbability } from '../../measurement/response.ts';
import { insertAbility } from '../../schema/attempts.ts';
import type { Db } from '../../schema/database.ts';
import type { Family } from '../../schema/families.ts';
import { sessionContext } from '../../schema/sessions.ts';
import { addCheckpoint, openSession, taskRow } from '../schema/seed.ts';

export interface SimulatedCheckpoint {
  readonly label: string;
  /** The ability of every skill, in logits. */
  readonly theta: number;
  readonly attributes: Parameters<typeof addCheckpoint>[3];
}

const domain = 'reasoning';
const tasksAsked = 64;

/** Evaluates a checkpoint whose answers follow the response model exactly, and brings its family's series up to date. */
export async function evaluateSimulated(
  db: Db,
  family: Family,
  { label, theta, attributes }: SimulatedCheckpoint,
): Promise<void> {
  const { evaluationId } = await addCheckpoint(db, family.id, label, attributes);
  const sessionId = await openSession(db, evaluationId, `run-${evaluationId}`);
  const { suite, scale, scaleId } = await sessionContext(db, evaluationId, domain);
  const weights = skillWeightsOf(suite.domains.find((part) => part.domain === domain)!.mix);
  const skills = Object.keys(weights);
  const draws = createDraws('simulated-family', family.slug, evaluationId, theta);
  const responses = Array.from({ length: tasksAsked }, (_, ordinal) => {
    const skill = skills[ordinal % skills.length]!;
    const { slope, chance, slip, residualSd } = scale.skills[skill]!;
    // Around the ability, as placement aims them.
    const difficulty = theta + draws.normal();
    const p = logisticProbability(slope, chance, slip, theta, difficulty + residualSd * draws.normal());
    return { skill, difficulty, score: draws.uniform() < p ? 1 : 0 };
  });
  const rows = responses.map(({ skill, difficulty }, ordinal) => ({
    ...taskRow(sessionId, family.id, ordinal),
    skill,
    difficulty,
  }));
  const tasks = await db.insertInto('tasks').values(rows).returning(['id', 'ordinal']).execute();
  await db
    .insertInto('grades')
    .values(
      tasks.map(({ id, ordinal }) => {
        const { score } = responses[ordinal]!;
        return { task_id: id, grader_version: graderVersion, category: 4 * score, score, cause: null };
      }),
    )
    .execute();
  const posterior = scoreAbility(scale, weights, responses);
  await insertAbility(db, {
    session_id: sessionId,
    position: posterior.attempts,
    scale_id: scaleId,
    grader_version: graderVersion,
    theta: posterior.mean,
    sd: posterior.sd,
    lo: posterior.lower,
    hi: posterior.upper,
    skills: '{}',
  });
  await createEfficiency({ db }).recordEfficiency(evaluationId, `run-${evaluationId}`);
}
