import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTrainerState } from '../../registries/trainer-state.ts';
import { fixtures } from './checkpoint-folder.ts';

it('reads the state of a real run', async () => {
  const text = await readFile(join(fixtures, 'checkpoint-800', 'trainer_state.json'), 'utf8');
  expect(readTrainerState(text)).toEqual({ step: 800, tokens: 1_228_800, flops: expect.any(Number) });
});

it('reads bare NaN and Infinity, and takes a count of 0 for unknown after the first step', () => {
  const counts = '"total_flos": 0, "num_input_tokens_seen": 0, "best_metric": NaN';
  expect(readTrainerState(`{"global_step": 7, ${counts}}`)).toEqual({ step: 7 });
  expect(readTrainerState(`{"global_step": 0, ${counts}}`)).toEqual({ step: 0, tokens: 0, flops: 0 });
});

it.each(['', '{"global_step": 7', '{"global_step": "7"}', '[]', 'version https://git-lfs'])(
  'makes nothing of %j',
  (text) => {
    expect(readTrainerState(text)).toBeNull();
  },
);
