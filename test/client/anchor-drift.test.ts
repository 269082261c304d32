import { beforeAll, describe, expect, it } from 'vitest';
import { readAnchorDrift } from '../../client/anchor-drift.ts';
import { graderVersion } from '../../domains/task.ts';
import { chooseAnchors } from '../../measurement/calibration/anchors.ts';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { publishedScale, publishedSuite } from '../../measurement/published.ts';
import { difficultyOf } from '../../measurement/response-model/difficulty.ts';
import { logisticProbability } from '../../measurement/response-model/response.ts';
import type { Family } from '../../schema/families.ts';
import type { Cell, Scale } from '../../schema/scale.ts';
import { addCheckpoint, openSession, registerFamily, useDatabase } from '../schema/seed.ts';
import { taskRow } from '../support/task-row.ts';

const { mix } = publishedSuite('core@1')!.domains[0]!;
const published = publishedScale('reasoning', 1)!;
const scale: Scale = { ...published, anchors: chooseAnchors(published, mix, 24) };
const anchors = scale.anchors!;
const isAnchor = ({ parameters }: Cell) => anchors.some((cell) => cell.parameters === parameters);
const others = mix.filter((cell) => !isAnchor(cell));
/** The cell of middling difficulty. */
const moved = [...anchors.keys()].sort((a, b) => Math.abs(at(anchors[a]!)) - Math.abs(at(anchors[b]!)))[0]!;
const shift = 3;

function at(cell: Cell): number {
  return difficultyOf(scale.skills[cell.skill]!, cell.features);
}

describe('the drift of anchors in a database', () => {
  const database = useDatabase();
  let family: Family;

  /** A completed evaluation with two tasks at every anchor and one at every other cell of the mix. */
  async function evaluate(label: string, theta: number, complete: boolean): Promise<void> {
    const draws = createDraws('drift', label);
    const { evaluationId } = await addCheckpoint(database.db, family.id, label);
    const sessionId = await openSession(database.db, evaluationId, `run-${label}`);
    const cells = [...others, ...anchors, ...anchors];
    const rows = cells.map(({ skill, parameters, features }, ordinal) => ({
      ...taskRow(sessionId, family.id, ordinal),
      purpose: isAnchor(cells[ordinal]!) ? ('anchor' as const) : ('measurement' as const),
      skill,
      parameters: JSON.stringify(parameters),
      features: JSON.stringify(features),
    }));
    const inserted = await database.db
      .insertInto('tasks')
      .values(rows)
      .returning(['id', 'ordinal'])
      .execute();
    await database.db
      .insertInto('grades')
      .values(
        inserted.map(({ id, ordinal }) => {
          const cell = cells[ordinal]!;
          const { slope, chance, slip } = scale.skills[cell.skill]!;
          const difficulty = at(cell) + (cell === anchors[moved] ? shift : 0);
          const score = draws.uniform() < logisticProbability(slope, chance, slip, theta, difficulty) ? 1 : 0;
          return { task_id: id, grader_version: graderVersion, category: 4 * score, score, cause: null };
        }),
      )
      .execute();
    if (!complete) return;
    await database.db
      .updateTable('evaluations')
      .set({ state: 'completed' })
      .where('id', '=', evaluationId)
      .execute();
  }

  beforeAll(async () => {
    family = await registerFamily(database.db, { suite: 'core@1' });
    for (let run = 0; run < 14; run++) await evaluate(`run ${run}`, (run % 7) - 3, true);
  });

  it('is not tested before a cell has 30 attempts, pooled over runs', async () => {
    const drift = await readAnchorDrift(database.db, scale);
    expect(new Set(drift.map(({ attempts, flagged }) => `${attempts} ${flagged}`))).toEqual(
      new Set(['28 false']),
    );
  });

  it('then flags the planted cell alone, and counts completed evaluations only', async () => {
    for (let run = 14; run < 40; run++) await evaluate(`run ${run}`, (run % 7) - 3, true);
    await evaluate('still running', 0, false);
    const drift = await readAnchorDrift(database.db, scale);
    expect(new Set(drift.map(({ attempts }) => attempts))).toEqual(new Set([80]));
    expect(drift.filter(({ flagged }) => flagged).map(({ anchor }) => anchor)).toEqual([moved]);
    expect(Math.abs(drift[moved]!.shift! - shift)).toBeLessThan(1.5);
  });

  it('has nothing to say of a scale without anchors', async () => {
    expect(await readAnchorDrift(database.db, published)).toEqual([]);
  });
});
