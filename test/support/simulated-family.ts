import { createEfficiency } from '../../activities/efficiency.ts';
import { graderVersion } from '../../domains/task.ts';
import { createDraws, type Draws } from '../../measurement/numeric/draws.ts';
import { drawParameters } from '../../measurement/placement/candidates.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { logisticProbability } from '../../measurement/response-model/response.ts';
import type { Db } from '../../schema/database.ts';
import type { Family } from '../../schema/families.ts';
import type { Cell, Scale } from '../../schema/scale.ts';
import { sessionContext } from '../../schema/sessions.ts';
import type { Phase, Purpose } from '../../schema/shapes.ts';
import { addCheckpoint, openSession } from '../schema/seed.ts';
import { taskRow } from '../support/task-row.ts';

export interface SimulatedCheckpoint {
  readonly label: string;
  /** The ability of every skill at placement, in logits. */
  readonly theta: number;
  /** A practice phase over which the ability rises by so many logits, evenly by block. */
  readonly practice?: { readonly blocks: number; readonly gain: number };
  readonly attributes: Parameters<typeof addCheckpoint>[3];
}

interface SimulatedTask {
  readonly phase: Phase;
  readonly purpose: Purpose;
  readonly round: number;
  readonly skill: string;
  readonly features: Cell['features'];
  readonly difficulty: number;
  readonly score: number;
}

const domain = 'reasoning';
const probeTasks = 16;
const aimedTasks = 48;
/** What an answered practice task takes. */
const tokens = { prompt_tokens: 400, completion_tokens: 100 };

/**
 * Evaluates a checkpoint whose answers follow the response model exactly, and brings its family's series up to date.
 * The same label and ability give the same answers in every family.
 */
export async function evaluateSimulated(
  db: Db,
  family: Family,
  checkpoint: SimulatedCheckpoint,
): Promise<void> {
  const { label, theta, attributes } = checkpoint;
  const { evaluationId } = await addCheckpoint(db, family.id, label, attributes);
  const sessionId = await openSession(db, evaluationId, `run-${evaluationId}`);
  const { suite, scale } = await sessionContext(db, evaluationId, domain);
  const { mix } = suite.domains.find((part) => part.domain === domain)!;
  const draws = createDraws('simulated-family', label, theta);
  await record(db, family, sessionId, simulatedTasks(scale, mix, checkpoint, draws));
  await createEfficiency({ db }).recordEfficiency(evaluationId, `run-${evaluationId}`);
}

function simulatedTasks(
  scale: Scale,
  mix: readonly Cell[],
  { theta, practice = { blocks: 0, gain: 0 } }: SimulatedCheckpoint,
  draws: Draws,
): SimulatedTask[] {
  const tasks: SimulatedTask[] = [];
  const ask = (
    place: Pick<SimulatedTask, 'phase' | 'purpose' | 'round'>,
    ability: number,
    aimed: boolean,
  ) => {
    const cell = mix[Math.floor(draws.uniform() * mix.length)]!;
    const model = scale.skills[cell.skill]!;
    const features = aimed ? drawParameters(model, ability + draws.normal(), draws.uniform) : cell.features;
    const difficulty = difficultyOf(model, features);
    const { slope, chance, slip, residualSd } = model;
    const p = logisticProbability(slope, chance, slip, ability, difficulty + residualSd * draws.normal());
    // Halves spread as little as the scale's weights of graded scores, below 2, take them to.
    const score = ((draws.uniform() < p ? 1 : 0) + (draws.uniform() < p ? 1 : 0)) / 2;
    tasks.push({ ...place, skill: cell.skill, features, difficulty, score });
  };
  for (let task = 0; task < probeTasks + aimedTasks; task++) {
    const aimed = task >= probeTasks;
    ask({ phase: 'placement', purpose: aimed ? 'measurement' : 'probe', round: 1 }, theta, aimed);
  }
  // One more pair of measurement tasks follows the last block.
  for (let block = 0; block <= practice.blocks && practice.blocks > 0; block++) {
    const ability = theta + (practice.gain * block) / practice.blocks;
    const round = block + 2;
    const asked = block < practice.blocks ? 4 : 0;
    for (let task = 0; task < asked; task++)
      ask({ phase: 'practice', purpose: 'practice', round }, ability, true);
    for (let task = 0; task < 2; task++)
      ask({ phase: 'practice', purpose: 'measurement', round }, ability, false);
  }
  return tasks;
}

async function record(db: Db, family: Family, sessionId: number, tasks: readonly SimulatedTask[]) {
  const rows = tasks.map(({ score: _, features, ...task }, ordinal) => ({
    ...taskRow(sessionId, family.id, ordinal),
    ...task,
    features: JSON.stringify(features),
  }));
  const inserted = await db.insertInto('tasks').values(rows).returning(['id', 'ordinal']).execute();
  const calls = await db
    .insertInto('inference_calls')
    .values(
      inserted.map(({ id }) => ({
        task_id: id,
        call: 1,
        endpoint_id: family.endpoint_id,
        model: 'simulated',
      })),
    )
    .returning(['id', 'task_id'])
    .execute();
  await db
    .insertInto('answers')
    .values(
      calls.map(({ id, task_id }) => ({
        ...{ task_id, call_id: id, text: '', finish_reason: 'stop', latency_ms: 1 },
        ...tokens,
      })),
    )
    .execute();
  await db
    .insertInto('grades')
    .values(
      inserted.map(({ id, ordinal }) => {
        const { score } = tasks[ordinal]!;
        return { task_id: id, grader_version: graderVersion, category: 4 * score, score, cause: null };
      }),
    )
    .execute();
}
