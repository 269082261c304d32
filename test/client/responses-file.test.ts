import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CalibrationLine, openResponses, readResponses } from '../../client/responses-file.ts';
import { reasoning } from '../../domains/reasoning/index.ts';

const response: CalibrationLine = {
  model: 'm',
  kind: 'language-model',
  skill: 'B1',
  instance: 'B1/0',
  features: { chain: 3, distractors: 1, negation: 0.25, beliefConflict: 0.5 },
  score: 0.75,
};

describe('a responses file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'etude-responses-'));
    file = path.join(folder, 'responses.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const lines = (...values: unknown[]) =>
    writeFile(
      file,
      values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join(''),
    );

  it('gives back what was appended to it, in order', async () => {
    const written = Array.from({ length: 50 }, (_, index) => ({ ...response, instance: `B1/${index}` }));
    const opened = await openResponses(file, reasoning);
    expect(opened.known).toEqual([]);
    await Promise.all(written.map((line) => opened.append(line)));
    await opened.close();
    expect(await readResponses(file, reasoning)).toEqual(written);
    const again = await openResponses(file, reasoning);
    await again.close();
    expect(again.known).toEqual(written);
  });

  it('loses the half line that a killed process left, and nothing else', async () => {
    await lines(response);
    await appendFile(file, '{"model":"m","kind":"lang');
    const opened = await openResponses(file, reasoning);
    await opened.append({ ...response, instance: 'B1/1' });
    await opened.close();
    expect((await readFile(file, 'utf8')).split('\n').map((line) => line.slice(0, 10))).toEqual([
      '{"model":"',
      '{"model":"',
      '',
    ]);
    expect(await readResponses(file, reasoning)).toHaveLength(2);
  });

  it('passes over empty lines, further fields, and a kind that is not told', async () => {
    const { kind: _kind, ...plain } = response;
    await lines({ ...plain, cause: 'WRONG' }, '', '  ', { ...response, model: 'n' });
    expect(await readResponses(file, reasoning)).toEqual([
      { ...response, kind: 'unknown' },
      { ...response, model: 'n' },
    ]);
  });

  it.each<[string, unknown[], RegExp]>([
    ['no JSON', [response, 'score 1'], /responses\.jsonl, line 2: it is not JSON/],
    ['a score beyond 1', [{ ...response, score: 75 }], /line 1: score: .*<=1/],
    ['no model', [{ ...response, model: undefined }], /line 1: model: /],
    [
      'an unknown skill',
      [{ ...response, skill: 'B9' }],
      /line 1: domain reasoning has no skill B9; it has B1, B2/,
    ],
    [
      'a missing feature',
      [{ ...response, features: { chain: 3 } }],
      /line 1: features lack distractors of skill B1/,
    ],
    [
      'an answer given twice',
      [response, { ...response, model: 'n' }, response],
      /line 3: m has answered B1\/0 already, in line 1/,
    ],
    [
      'one instance with two sets of features',
      [response, { ...response, model: 'n', features: { ...response.features, chain: 4 } }],
      /line 2: instance B1\/0 has another skill or other features/,
    ],
  ])('is refused with the line that holds %s', async (_, content, message) => {
    await lines(...content);
    await expect(readResponses(file, reasoning)).rejects.toThrow(message);
    await expect(openResponses(file, reasoning)).rejects.toThrow(message);
  });

  it('that is not there is an error that names it', async () => {
    await expect(readResponses(file, reasoning)).rejects.toThrow(
      /responses\.jsonl cannot be read \(ENOENT\)/,
    );
  });
});
