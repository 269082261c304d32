import { expect, it } from 'vitest';
import { createGrading } from '../../activities/grading.ts';
import { answerText } from '../../domains/answer.ts';
import { findSkill } from '../../domains/catalogue.ts';
import { generateTask, referenceText } from '../../domains/task.ts';
import { evaluationWorkflowId } from '../../ids.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { noSandbox } from '../support/no-sandbox.ts';
import { addAnswers } from '../support/rated-answers.ts';
import { runEtudeOn } from '../support/run-etude.ts';

const database = useDatabase();

it('grades keep quality and novelty apart, and the evaluation shows their means over the answers that have them', async () => {
  const { db } = database;
  const { skill } = findSkill('creative/D1');
  const { reference } = generateTask('creative', skill, {}, 'aspects');
  const family = await registerFamily(db);
  const texts = [referenceText(skill, reference), answerText({ words: [] }), 'I do not know.'];
  const { sessionId, evaluationId } = await addAnswers(db, family, 'a', texts, { reference });
  const { gradeAnswers } = createGrading({ db, run: noSandbox, heartbeatTimeoutMs: 1_000 });
  await gradeAnswers(sessionId, 1);
  const best = skill.aspects!(reference, skill.answer(reference));
  const grades = await db.selectFrom('grades').select(['score', 'aspects']).orderBy('task_id').execute();
  expect(grades).toEqual([
    { score: 1, aspects: best },
    { score: 0, aspects: { quality: 0, novelty: 0 } },
    { score: 0, aspects: null },
  ]);

  const keys = await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .select(['run', 'checkpoints.digest as checkpointDigest', 'protocols.digest as protocolDigest'])
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  const id = evaluationWorkflowId({ family: family.slug, ...keys });
  const [text, json] = await Promise.all([
    runEtudeOn(database.url, ['evaluation', 'show', id]),
    runEtudeOn(database.url, ['evaluation', 'show', id, '--json']),
  ]);
  const { sessions } = JSON.parse(json.stdout);
  expect(sessions).toMatchObject([
    {
      domain: 'creative',
      aspects: {
        quality: { mean: best.quality! / 2, answers: 2 },
        novelty: { mean: best.novelty! / 2, answers: 2 },
      },
    },
    { domain: 'reasoning', aspects: null },
  ]);
  expect(text.stdout).toMatch(/creative: mean quality 0\.50 \(2 answers\), novelty 0\.\d\d \(2 answers\)/);
});
