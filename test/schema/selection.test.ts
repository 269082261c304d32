import { describe, expect, it } from 'vitest';
import { recordCheckpoint } from '../../schema/checkpoints.ts';
import { planEvaluations } from '../../schema/evaluations.ts';
import { findFamily, updateFamily } from '../../schema/families.ts';
import { type Selection, selected } from '../../schema/selection.ts';
import { digestNamed, listed, registerFamily, registrationOf, useDatabase } from './seed.ts';

const all: Selection = { from_step: null, every_steps: null, latest_only: false };
const at = (...steps: (number | null)[]) => steps.map((step) => ({ step }));

describe('the checkpoints that a family is followed at', () => {
  it.each<[string, Partial<Selection>, (number | null)[], (number | null)[]]>([
    ['all', {}, [5, null, 1], [5, null, 1]],
    ['those from a step on', { from_step: 3 }, [1, 3, 4, null], [3, 4]],
    ['a stride', { every_steps: 10 }, [0, 5, 10, 15, 20, null], [0, 10, 20]],
    ['a stride from a step on', { from_step: 5, every_steps: 10 }, [0, 5, 10, 15, 25], [5, 15, 25]],
    ['the latest', { latest_only: true }, [5, 9, null, 7], [9]],
    ['the latest of those of one step', { latest_only: true, from_step: 2 }, [1], []],
    ['the latest where none has a step', { latest_only: true }, [null, null], [null]],
  ])('are %s', (_, selection, steps, expected) => {
    expect(selected(at(...steps), { ...all, ...selection }).map(({ step }) => step)).toEqual(expected);
  });
});

describe('evaluations of a family that is followed at some checkpoints', () => {
  const database = useDatabase();

  it('are planned for those alone, and for the others once the family is followed at them too', async () => {
    const { db } = database;
    const registration = registrationOf({ fromStep: 10, everySteps: 10 });
    const { id, slug } = await registerFamily(db, registration);
    for (const step of [5, 10, 15, 20, 30]) {
      await recordCheckpoint(db, id, digestNamed(`${slug}-${step}`), listed(`checkpoint-${step}`, { step }));
    }
    const planned = async () => {
      await planEvaluations(db, id);
      const rows = await db
        .selectFrom('evaluations')
        .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
        .select('checkpoints.step')
        .where('checkpoints.family_id', '=', id)
        .orderBy('checkpoints.step')
        .execute();
      return rows.map(({ step }) => step);
    };
    expect(await planned()).toEqual([10, 20, 30]);
    const family = (await findFamily(db, slug))!;
    const places = { endpointId: family.endpoint_id, registryOrigin: family.registry_origin };
    await updateFamily(db, id, { ...registration, fromStep: undefined, everySteps: 5 }, places);
    expect(await planned()).toEqual([5, 10, 15, 20, 30]);
  });
});
