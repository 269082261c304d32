import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures, useCheckpointFolder } from './checkpoint-folder.ts';
import { registryContract } from './contract.ts';
import { directoryHarness } from './directory-harness.ts';

registryContract('dir', directoryHarness);

describe('a folder of checkpoints', () => {
  const folder = useCheckpointFolder();
  const { list, digestOf, one, put } = folder;

  const trainerState = (step: number, more = '') => `{"global_step": ${step}, "log_history": []${more}}`;

  describe('of the Hugging Face Trainer', () => {
    it('gives the steps, FLOPs and tokens of a real run', async () => {
      await cp(fixtures, folder.root, { recursive: true });
      for (let step = 100; step <= 800; step += 100) {
        await put(`checkpoint-${step}`, { 'model.safetensors': `${step}` });
      }
      const listed = await list();
      expect(listed.map(({ step }) => step)).toEqual([100, 200, 300, 400, 500, 600, 700, 800]);
      expect(listed.map(({ state }) => state)).toEqual(Array(8).fill('ready'));
      expect(listed.map(({ tokens }) => tokens)).toEqual(listed.map(({ step }) => step! * 1536));
      const flops = listed.map((checkpoint) => checkpoint.flops!);
      expect(flops).toEqual(flops.toSorted((a, b) => a - b));
      expect(flops[7]! / flops[0]!).toBeCloseTo(8, 1);
      expect(new Set(await Promise.all(listed.map(digestOf))).size).toBe(8);
    });

    it('takes a state file without weights for whole only once nothing changes any more', async () => {
      await cp(fixtures, folder.root, { recursive: true });
      expect(new Set((await list()).map(({ state }) => state))).toEqual(new Set(['writing']));
      const quiet = await list({ quietMs: 0 });
      expect(quiet.map(({ state }) => state)).toEqual(Array(8).fill('ready'));
      expect(new Set(await Promise.all(quiet.map(digestOf))).size).toBe(8);
    });

    it('reads a state file with bare NaN and Infinity in it, and takes a count of 0 for unknown', async () => {
      const nan =
        ', "loss": NaN, "best": -Infinity, "note": "NaN \\" NaN", "total_flos": 0, "num_input_tokens_seen": 0';
      await put('checkpoint-7', { 'model.safetensors': 'w', 'trainer_state.json': trainerState(7, nan) });
      await put('checkpoint-0', { 'model.safetensors': 'v', 'trainer_state.json': trainerState(0, nan) });
      const [zero, seven] = await list();
      expect(zero).toMatchObject({ step: 0, state: 'ready', tokens: 0, flops: 0 });
      expect(seven).toMatchObject({ step: 7, state: 'ready' });
      expect(seven).not.toHaveProperty('tokens');
      expect(seven).not.toHaveProperty('flops');
    });

    it('is broken when the state names another step than the folder', async () => {
      await put('checkpoint-7', { 'model.safetensors': 'w', 'trainer_state.json': trainerState(8) });
      const listed = await one('checkpoint-7');
      expect(listed).toMatchObject({ state: 'broken', step: 7 });
      expect(listed.reason).toContain('step 8');
    });

    it('is being written at every cut of its state file, and ready at the whole of it', async () => {
      const whole = await readFile(join(fixtures, 'checkpoint-100/trainer_state.json'), 'utf8');
      for (let cut = 0; cut < whole.trimEnd().length; cut += 97) {
        await put('checkpoint-100', { 'model.safetensors': 'w', 'trainer_state.json': whole.slice(0, cut) });
        expect((await one('checkpoint-100', { stableMs: 1 })).state, `cut at ${cut}`).toBe('writing');
      }
      await put('checkpoint-100', { 'trainer_state.json': whole });
      expect((await one('checkpoint-100')).state).toBe('ready');
    });

    it('is whole without a state file when marked STABLE, or when all shards of its index are old', async () => {
      await put('checkpoint-1', { 'model.safetensors': 'w' });
      await put('checkpoint-2', { 'model.safetensors': 'w', STABLE: '' });
      const index = '{"weight_map": {"a": "m-1.safetensors", "b": "m-2.safetensors"}}';
      await put('checkpoint-3', { 'model.safetensors.index.json': index, 'm-1.safetensors': 'a' });
      const states = async (quietMs?: number) =>
        (await list(quietMs === undefined ? {} : { quietMs })).map(({ state }) => state);
      expect(await states()).toEqual(['writing', 'ready', 'writing']);
      expect(await states(0)).toEqual(['broken', 'ready', 'broken']);
      await put('checkpoint-3', { 'm-2.safetensors': 'b' });
      expect(await states()).toEqual(['writing', 'ready', 'writing']);
      expect(await states(0)).toEqual(['broken', 'ready', 'ready']);
    });

    it('is being written while a file grows between two looks', async () => {
      await put('checkpoint-5', { 'model.safetensors': 'w', 'trainer_state.json': trainerState(5) });
      const listing = list({ stableMs: 150 });
      await new Promise((resolve) => setTimeout(resolve, 60));
      await put('checkpoint-5', { 'model.safetensors': 'weights' });
      expect((await listing)[0]).toMatchObject({ state: 'writing', step: 5 });
      expect((await one('checkpoint-5')).state).toBe('ready');
    });

    it('does not read a state file of more than 32 MB', async () => {
      const long = trainerState(5, `, "note": "${'x'.repeat(33 * 1024 * 1024)}"`);
      await put('checkpoint-5', { 'model.safetensors': 'w', 'trainer_state.json': long });
      expect((await one('checkpoint-5')).reason).toContain('32 MB');
    });
  });

  describe('of another trainer', () => {
    it('gives what checkpoint.json says, and ignores other folders and files', async () => {
      const said = {
        step: 40,
        compute: { value: 1.5, unit: 'gpu-seconds' },
        tokens: 9e12,
        flops: 3e21,
        createdAt: '2026-01-02T03:04:05+01:00',
      };
      await put('golden-mule', { 'checkpoint.json': JSON.stringify({ ...said, more: true }), 'w.gguf': 'w' });
      await put('logs', { 'events.json': '{}' });
      await put('.hidden', { 'checkpoint.json': '{"step": 1}' });
      await writeFile(join(folder.root, 'checkpoint-9'), 'a file');
      const location = join(folder.root, 'golden-mule');
      const fingerprint = expect.stringMatching(/^[0-9a-f]{64}$/);
      expect(await list()).toEqual([
        { identity: null, fingerprint, label: 'golden-mule', ...said, location, state: 'ready' },
      ]);
    });

    it.each([
      ['{"step": "40"}', 'step'],
      ['{"step": 40.5}', 'step'],
      ['{"step": -1}', 'step'],
      ['{}', 'step'],
      ['[]', 'valid'],
      ['{"step": 40} trailing', 'no JSON'],
      ['{"step": 40, "flops": NaN}', 'flops'],
      ['{"step": 40, "compute": {"value": 1, "unit": "joules"}}', 'compute.unit'],
      ['{"step": 40, "createdAt": "yesterday"}', 'createdAt'],
    ])('is broken with %s', async (text, reason) => {
      await put('a', { 'checkpoint.json': text, 'w.gguf': 'w' });
      expect(await one('a')).toMatchObject({ state: 'broken', reason: expect.stringContaining(reason) });
    });

    it('is being written while checkpoint.json is cut short, and broken once that has aged', async () => {
      await put('a', { 'checkpoint.json': '{"step": 4', 'w.gguf': 'w' });
      expect((await one('a')).state).toBe('writing');
      expect((await one('a', { quietMs: 0 })).state).toBe('broken');
    });
  });
});
