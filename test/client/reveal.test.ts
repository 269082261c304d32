import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createGeneration } from '../../activities/generation.ts';
import { revealEvaluation } from '../../client/reveal.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { generateTask } from '../../domains/task.ts';
import { closeRun, evaluationsDue } from '../../schema/evaluations.ts';
import { activityEnvironment } from '../activities/activity-environment.ts';
import { addCheckpoint, openSession, registerFamily, useDatabase } from '../schema/seed.ts';

describe('the secret of an evaluation', () => {
  const database = useDatabase();

  async function newEvaluation() {
    const family = await registerFamily(database.db);
    const { evaluationId } = await addCheckpoint(database.db, family.id, 'a', { step: 1 });
    const [due] = await evaluationsDue(database.db, family.id, 1);
    return { evaluationId, workflowId: due!.workflowId };
  }

  it('stays secret until the evaluation is completed', async () => {
    const { evaluationId, workflowId } = await newEvaluation();
    await expect(revealEvaluation(database.db, workflowId)).rejects.toMatchObject({ code: 'EvaluationOpen' });
    await openSession(database.db, evaluationId);
    await expect(revealEvaluation(database.db, workflowId)).rejects.toMatchObject({ code: 'EvaluationOpen' });
    const { root_revealed_at } = await database.db
      .selectFrom('evaluations')
      .select('root_revealed_at')
      .where('id', '=', evaluationId)
      .executeTakeFirstOrThrow();
    expect(root_revealed_at).toBeNull();
  });

  it('is of no evaluation that there is not', async () => {
    for (const id of ['eval/nobody/0123456789ab/01234567/1', 'nonsense']) {
      await expect(revealEvaluation(database.db, id)).rejects.toMatchObject({ code: 'EvaluationNotFound' });
    }
  });

  it('lets anybody make the tasks again and check that it was fixed before the first of them', async () => {
    const { evaluationId, workflowId } = await newEvaluation();
    const before = await database.db
      .selectFrom('evaluations')
      .select('root_commitment')
      .where('id', '=', evaluationId)
      .executeTakeFirstOrThrow();
    await openSession(database.db, evaluationId);
    const { generateTasks } = createGeneration(database);
    await activityEnvironment().run<[number, string], unknown, typeof generateTasks>(
      generateTasks,
      evaluationId,
      'reasoning',
    );
    await database.db
      .transaction()
      .execute((transaction) => closeRun(transaction, evaluationId, 'run-1', 'completed', null));

    const reveal = await revealEvaluation(database.db, workflowId);
    expect(reveal.commitment).toBe(before.root_commitment);
    expect(createHash('sha256').update(reveal.root).digest('hex')).toBe(reveal.commitment);
    expect(reveal.tasks.length).toBeGreaterThan(0);
    const prompts = await database.db.selectFrom('tasks').select('prompt').orderBy('ordinal').execute();
    for (const [index, task] of reveal.tasks.entries()) {
      // By the words of the derivation alone: SHA-256(root/domain/ordinal/candidate).
      const seeds = Array.from({ length: 8 }, (_, candidate) =>
        createHash('sha256')
          .update(`${reveal.root}/${task.domain}/${task.ordinal}/${candidate}`)
          .digest('hex'),
      );
      expect(seeds).toContain(task.seed);
      const { skill } = findSkill(`${task.domain}/${task.skill}`);
      expect(generateTask(task.domain, skill, task.parameters, task.seed).prompt).toBe(
        prompts[index]?.prompt,
      );
    }
    expect(await revealEvaluation(database.db, workflowId)).toEqual(reveal);
  });
});
