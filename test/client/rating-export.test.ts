import { describe, expect, it } from 'vitest';
import { type ExportOrder, exportSheets } from '../../client/rating-export.ts';
import { importSheets } from '../../client/rating-import.ts';
import { responseOf } from '../../client/rating-responses.ts';
import { answerText } from '../../domains/answer.ts';
import { association } from '../../domains/creative/d1-association.ts';
import { openBrief } from '../../domains/creative/d7-open-brief.ts';
import { generateTask, referenceText } from '../../domains/task.ts';
import type { AnswerToRate } from '../../schema/rating-sheets.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { addAnswers } from '../support/rated-answers.ts';

const answer: AnswerToRate = {
  ...{ taskId: 7, skill: 'D1', prompt: 'Name words, heron-2 among them.', reference: {}, checkpointId: 1 },
  ...{
    text: '',
    finishReason: 'stop',
    model: 'lab/tiny',
    family: 'tiny',
    modelFamily: 'llama',
    checkpoint: '300',
  },
};

function shown(words: readonly string[], changed: Partial<AnswerToRate> = {}) {
  const text = `I am tiny, let me see.\n${answerText({ words })}`;
  return responseOf(association, { ...answer, text, ...changed }, 'criteria', new Set([8]));
}

describe('what raters are shown', () => {
  it('is the answer without what was thought or said around it', () => {
    expect(shown(['moon', '300'])).toEqual({
      ...{ id: '7', family: 'llama', prompt: answer.prompt },
      text: 'words:\n  - moon\n  - "300"',
    });
  });

  it('is nothing that tells who wrote it, cannot be read, fits into no cell or was seen before', () => {
    expect(shown(['moon', 'TINY'])).toBe('names-its-model');
    expect(shown(['a lab/tiny model'])).toBe('names-its-model');
    expect(shown(['Llama!'])).toBe('names-its-model');
    expect(shown(['tinyest', 'untiny'])).toBeTypeOf('object');
    expect(shown(['heron-2'], { family: 'heron-2' })).toBeTypeOf('object');
    expect(shown([], { text: 'moon' })).toBe('unreadable');
    expect(shown(['moon'], { prompt: 'x'.repeat(40_000) })).toBe('too-long');
    expect(shown(['moon'], { taskId: 8 })).toBe('given-before');
  });

  it('is on a rubric what judges are shown, each question under its name', () => {
    const { prompt, reference } = generateTask('creative', openBrief, {}, 'rubric');
    const brief = { ...answer, prompt, reference: reference as object };
    const text = referenceText(openBrief, reference);
    const response = responseOf(openBrief, { ...brief, text }, 'rubric', new Set());
    const questions = openBrief.judging!.questions(reference as never);
    expect(response).toMatchObject({ criteria: questions.map(({ id }) => id) });
    if (typeof response === 'string') throw new Error(response);
    for (const { id, text: question } of questions) expect(response.prompt).toContain(`\n${id}: ${question}`);
    expect(response.prompt).not.toContain('FINAL ANSWER');
    const wanting = answerText({ sentences: ['No.'] });
    expect(responseOf(openBrief, { ...brief, text: wanting }, 'rubric', new Set())).toBe('not-judged');
    expect(responseOf(association, { ...answer, text }, 'rubric', new Set())).toBe('not-judged');
  });
});

describe('an export of rating sheets', () => {
  const database = useDatabase();
  const order: ExportOrder = {
    selection: { domain: 'creative' },
    criteria: ['quality', 'novelty'],
    raters: ['ann', 'bob'].map((rater) => ({ rater, kind: 'human' })),
    ...{ perRater: 6, overlap: 2, anchors: 2, heldOut: 2, seed: 'a' },
  };
  const make = (changed: Partial<ExportOrder> = {}, write = async () => {}) =>
    exportSheets(database.db, { ...order, ...changed }, write);

  it('draws evenly from checkpoints, each answer for a rater once, and is refused where that cannot be', async () => {
    const { db } = database;
    await expect(make()).rejects.toMatchObject({
      code: 'AnswersTooFew',
      message: expect.stringMatching(/^0 answers/),
    });
    const family = await registerFamily(db, { name: 'drawn' });
    const answers = (words: string, count: number) =>
      Array.from({ length: count }, (_, index) => answerText({ words: [`${words}${index}`] }));
    const [many, few] = [
      await addAnswers(db, family, 'many', answers('m', 20)),
      await addAnswers(db, family, 'few', answers('f', 3)),
    ];

    const failing = make({}, async () => {
      throw new Error('the disk is full');
    });
    await expect(failing).rejects.toThrow('the disk is full');
    expect(await make()).toMatchObject({ responses: 6, leftOut: {}, scoreMax: 4 });
    const drawn = await db.selectFrom('rating_responses').select('task_id').execute();
    expect(drawn.filter(({ task_id }) => few.taskIds.includes(task_id))).toHaveLength(3);
    expect(drawn.filter(({ task_id }) => many.taskIds.includes(task_id))).toHaveLength(3);

    await expect(make()).rejects.toMatchObject({ code: 'SeedUsed' });
    expect(await make({ seed: 'b', perRater: 30 })).toMatchObject({
      responses: 17,
      leftOut: { 'given-before': 6 },
    });
    await expect(make({ seed: 'c' })).rejects.toMatchObject({ code: 'AnswersTooFew' });
    const judge = { rater: 'ann', kind: 'judge' } as const;
    await expect(make({ seed: 'd', raters: [judge] })).rejects.toMatchObject({ code: 'RaterKind' });
    const others = [
      { rater: 'cem', kind: 'human' },
      { rater: 'llm', kind: 'judge', family: 'drawn' },
    ] as const;
    await expect(make({ seed: 'e', raters: others })).rejects.toMatchObject({ code: 'PlanRefused' });
    await expect(make({ seed: 'f', overlap: 3 })).rejects.toMatchObject({ code: 'OverlapTooHigh' });
    await expect(make({ seed: 'g', perRater: 3 })).rejects.toMatchObject({ code: 'SheetsTooShort' });
  });

  it('on a rubric asks yes or no, and only what applies', async () => {
    const { db } = database;
    const family = await registerFamily(db, { name: 'briefs' });
    const asked: number[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const { reference } = generateTask('creative', openBrief, {}, `asked ${seed}`);
      asked.push(openBrief.judging!.questions(reference as never).length);
      await addAnswers(db, family, `step-${seed}`, [referenceText(openBrief, reference)], {
        skill: 'D7',
        reference,
      });
    }
    expect(new Set(asked).size).toBe(2);
    const { sheets, criteria, scoreMax } = await make({
      ...{ selection: { domain: 'creative', families: ['briefs'] }, criteria: null, seed: 'h' },
      ...{ perRater: 8, anchors: 0, heldOut: 0 },
    });
    expect({ scoreMax, criteria: criteria.length }).toEqual({ scoreMax: 1, criteria: Math.max(...asked) });
    const files = sheets.map(({ rater, csv }) => ({ file: rater, text: csv.replaceAll('""', '"1"') }));
    expect(await importSheets(db, files)).toMatchObject({
      ...{ problems: [], conflicts: [], known: 0 },
      stored: 2 * asked.reduce((sum, count) => sum + count, 0),
    });
    const wrong = [{ file: 'ann', text: sheets[0]!.csv.replaceAll('""', '"2"') }];
    const { problems } = await importSheets(db, wrong);
    expect(problems[0]!.message).toMatch(/"2" is not a whole number from 0 to 1; write a whole number/);
  });
});
