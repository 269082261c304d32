import { describe, expect, it } from 'vitest';
import * as servings from '../../schema/servings.ts';
import type { EvaluationState } from '../../schema/shapes.ts';
import { addCheckpoint, registerFamily, useDatabase } from './seed.ts';

const resource = 'http://127.0.0.1:8085';
const process = { host: 'here', pid: 77, start: 'boot:1' };

describe('who is served at an address', () => {
  const database = useDatabase();

  async function evaluations(): Promise<[number, number]> {
    const { db } = database;
    await db.deleteFrom('servings').execute();
    const family = await registerFamily(db, { serve: ['serve'] });
    const ids = [];
    for (const label of ['one', 'other']) ids.push((await addCheckpoint(db, family.id, label)).evaluationId);
    for (const id of ids) await become(id, 'running');
    return ids as [number, number];
  }

  async function become(evaluationId: number, state: EvaluationState): Promise<void> {
    await database.db.updateTable('evaluations').set({ state }).where('id', '=', evaluationId).execute();
  }

  it('is one evaluation until it has ended, and the same one as often as it asks', async () => {
    const { db } = database;
    const [one, other] = await evaluations();
    expect(await servings.takeResource(db, resource, one)).toBe(true);
    expect(await servings.takeResource(db, resource, one)).toBe(true);
    expect(await servings.takeResource(db, resource, other)).toBe(false);
    expect(await servings.takeResource(db, `${resource}1`, other)).toBe(true);
    await become(one, 'failed');
    expect(await servings.takeResource(db, resource, other)).toBe(true);
    expect(await servings.takeResource(db, resource, one)).toBe(false);
  });

  it('tells whoever comes next of a process that was not seen to end', async () => {
    const { db } = database;
    const [one, other] = await evaluations();
    const tenure = { resource, evaluationId: one, holder: 'first' };
    expect(await servings.beginTenure(db, tenure)).toBeUndefined();
    await servings.takeResource(db, resource, one);
    expect(await servings.beginTenure(db, tenure)).toEqual({ left: null });
    await servings.recordProcess(db, tenure, process);
    expect(await servings.beginTenure(db, { ...tenure, holder: 'second' })).toEqual({ left: process });
    await become(one, 'lost');
    await servings.takeResource(db, resource, other);
    expect(await servings.beginTenure(db, { resource, evaluationId: other, holder: 'third' })).toEqual({
      left: process,
    });
  });

  it('hears no word of an attempt that another one has taken over from', async () => {
    const { db } = database;
    const [one] = await evaluations();
    const tenure = { resource, evaluationId: one, holder: 'first' };
    await servings.takeResource(db, resource, one);
    await servings.beginTenure(db, tenure);
    expect(await servings.markServed(db, tenure)).toBe(true);
    await servings.beginTenure(db, { ...tenure, holder: 'second' });
    expect(await servings.markServed(db, tenure)).toBe(false);
    expect(await servings.holdTenure(db, tenure)).toBe(false);
    await servings.endTenure(db, tenure);
    const rows = await db.selectFrom('servings').select(['holder', 'ready_at']).execute();
    expect(rows).toEqual([{ holder: 'second', ready_at: null }]);
  });

  it('is nobody any more where an evaluation ended while its worker was dead', async () => {
    const { db } = database;
    const [one, other] = await evaluations();
    const tenure = { resource, evaluationId: one, holder: 'first' };
    await servings.takeResource(db, resource, one);
    await servings.beginTenure(db, tenure);
    await servings.recordProcess(db, tenure, process);
    expect(await servings.abandonedServings(db, 'here')).toEqual([]);
    await become(one, 'failed');
    expect(await servings.abandonedServings(db, 'elsewhere')).toEqual([]);
    const { pid, start } = process;
    expect(await servings.abandonedServings(db, 'here')).toEqual([
      { resource, evaluationId: one, left: { pid, start } },
    ]);
    await servings.dropServing(db, resource, other);
    expect(await servings.abandonedServings(db, 'here')).toHaveLength(1);
    await servings.dropServing(db, resource, one);
    expect(await servings.abandonedServings(db, 'here')).toEqual([]);
  });
});
