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

it('answers that were cut, refused or empty are told apart in their grades and where the evaluation is shown', async () => {
  const { db } = database;
  const { skill } = findSkill('creative/D1');
  const { reference } = generateTask('creative', skill, {}, 'unread');
  const right = referenceText(skill, reference);
  const answers: readonly (readonly [text: string, finishReason: string, cause: string | null])[] = [
    [right, 'stop', null],
    [right, 'content-filter', null],
    ['', 'length', 'TRUNCATED'],
    ['', 'timed-out', 'TRUNCATED'],
    ['', 'content-filter', 'REFUSAL'],
    ['FINAL ANSWER\n```json\n{"wor', 'content-filter', 'REFUSAL'],
    ['I cannot help with that.', 'stop', 'REFUSAL'],
    ['', 'stop', 'NO_ANSWER'],
    [' \n', 'other', 'NO_ANSWER'],
    ['It is wood.', 'stop', 'NO_ANSWER'],
    ['FINAL ANSWER\n```json\nwood\n```', 'stop', 'UNPARSEABLE'],
    [answerText({ colour: 'red' }), 'stop', 'SCHEMA'],
  ];
  const family = await registerFamily(db);
  const { sessionId, evaluationId } = await addAnswers(
    db,
    family,
    'a',
    answers.map(([text]) => text),
    { reference, finishReasons: answers.map(([, finishReason]) => finishReason) },
  );
  await createGrading({ db, run: noSandbox, heartbeatTimeoutMs: 1_000 }).gradeAnswers(sessionId, 1);
  const grades = await db.selectFrom('grades').select('cause').orderBy('task_id').execute();
  expect(grades.map(({ cause }) => cause)).toEqual(answers.map(([, , cause]) => cause));

  const keys = await db
    .selectFrom('evaluations')
    .innerJoin('checkpoints', 'checkpoints.id', 'evaluations.checkpoint_id')
    .innerJoin('protocols', 'protocols.id', 'evaluations.protocol_id')
    .select(['run', 'checkpoints.digest as checkpointDigest', 'protocols.digest as protocolDigest'])
    .where('evaluations.id', '=', evaluationId)
    .executeTakeFirstOrThrow();
  const id = evaluationWorkflowId({ family: family.slug, ...keys });
  const text = await runEtudeOn(database.url, ['evaluation', 'show', id]);
  const json = await runEtudeOn(database.url, ['evaluation', 'show', id, '--json']);
  const { sessions } = JSON.parse(json.stdout);
  expect(sessions.map(({ unread }: { unread: unknown }) => unread)).toEqual([
    { TRUNCATED: 2, REFUSAL: 3, EMPTY: 2, NO_ANSWER: 1, UNPARSEABLE: 1, SCHEMA: 1 },
    {},
  ]);
  expect(text.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'creative: 10 answers could not be read: 2 cut at the limit of tokens or time, 3 refused, 2 empty, ' +
      '1 without an answer in the form asked for, 1 not JSON, 1 of another shape than asked for',
  );
});
