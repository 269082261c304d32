import { describe, expect, it } from 'vitest';
import { appendEfficiencies, type NewEfficiency } from '../../schema/efficiencies.ts';
import { efficiencyRow } from './results-rows.ts';
import { addCheckpoint, registerFamily, useDatabase } from './seed.ts';

describe('the efficiency series', () => {
  const database = useDatabase();

  async function newSeries() {
    const { db } = database;
    const family = await registerFamily(db);
    const { checkpointId, evaluationId, protocolId } = await addCheckpoint(db, family.id, 'a', { step: 1 });
    const keys = {
      family_id: family.id,
      checkpoint_id: checkpointId,
      evaluation_id: evaluationId,
      protocol_id: protocolId,
    };
    const append = (...rows: NewEfficiency[]) =>
      db.transaction().execute((transaction) => appendEfficiencies(transaction, rows));
    const stored = () =>
      db.selectFrom('efficiencies').selectAll().where('family_id', '=', family.id).orderBy('id').execute();
    return { keys, append, stored };
  }

  it('gains no row from a computation that rests on the same grounds', async () => {
    const { keys, append, stored } = await newSeries();
    expect(await append(efficiencyRow(keys), efficiencyRow(keys, { domain: 'overall' }))).toBe(2);
    const before = await stored();
    expect(await append(efficiencyRow(keys), efficiencyRow(keys, { domain: 'overall' }))).toBe(0);
    expect(await stored()).toEqual(before);
    expect(before.map((row) => row.current)).toEqual([true, true]);
  });

  it.each<[string, Partial<NewEfficiency>]>([
    ['the curve', { curve_digest: 'b' }],
    ['the grader', { grader_version: 2 }],
  ])('keeps the old row and makes the new one current when %s has changed', async (_, changed) => {
    const { keys, append, stored } = await newSeries();
    await append(efficiencyRow(keys), efficiencyRow(keys, { domain: 'overall' }));
    const [old, overall] = await stored();
    expect(await append(efficiencyRow(keys, { ...changed, performance: 0.7 }))).toBe(1);
    const rows = await stored();
    expect(rows.slice(0, 2)).toEqual([{ ...old, current: false }, overall]);
    expect(rows[2]).toMatchObject({ ...changed, current: true, performance: 0.7 });
  });

  it('keeps what one scale says beside what another says, both current', async () => {
    const { keys, append, stored } = await newSeries();
    await append(efficiencyRow(keys), efficiencyRow(keys, { scale: 'reasoning@2', performance: 0.7 }));
    expect(await append(efficiencyRow(keys, { curve_digest: 'b' }))).toBe(1);
    const current = (await stored()).filter((row) => row.current);
    expect(current.map((row) => [row.scale, row.curve_digest, row.performance])).toEqual([
      ['reasoning@2', 'a', 0.7],
      ['reasoning@1', 'b', 0.5],
    ]);
  });

  it('has one current row a checkpoint, protocol, domain and kind, whatever was appended', async () => {
    const { keys, append, stored } = await newSeries();
    for (const curve_digest of ['a', 'b', 'a', 'a', 'c']) await append(efficiencyRow(keys, { curve_digest }));
    await append(efficiencyRow(keys, { kind: 'practice' }));
    const rows = await stored();
    expect(rows.map((row) => row.curve_digest)).toEqual(['a', 'b', 'a', 'c', 'a']);
    expect(rows.filter((row) => row.current).map((row) => [row.kind, row.curve_digest])).toEqual([
      ['training', 'c'],
      ['practice', 'a'],
    ]);
  });
});
