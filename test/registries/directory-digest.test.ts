import { rmSync } from 'node:fs';
import { link, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtures, never, useCheckpointFolder } from './checkpoint-folder.ts';

describe('a checkpoint in a folder', () => {
  const folder = useCheckpointFolder();
  const { registry, list, digestOf, one, put } = folder;

  describe('its digest', () => {
    const weights = { 'checkpoint.json': '{"step": 1}', 'model.safetensors': 'w', 'config.json': '{}' };
    const digestAt = async (label: string) => digestOf(await one(label));

    it('covers weights, configuration and tokenizer and nothing else', async () => {
      await put('a', weights);
      const before = await digestAt('a');
      await put('a', {
        'README.md': 'text',
        'optimizer.pt': 'o',
        'rng_state_0.pth': 'r',
        'training_args.bin': 't',
        'optimizer_0/__0_0.distcp': 'o',
        'checkpoint.json': '{"step": 2}',
        STABLE: '',
      });
      expect(await digestAt('a')).toBe(before);
      const seen = new Set([before]);
      const telling = [
        'model.safetensors',
        'config.json',
        'tokenizer.json',
        'adapter_config.json',
        'model_fsdp_0/__0_0.distcp',
        'global_step1/mp_rank_00_model_states.pt',
      ];
      for (const name of telling) {
        await put('a', { [name]: 'changed' });
        seen.add(await digestAt('a'));
      }
      expect(seen.size).toBe(telling.length + 1);
    });

    it('covers every file where there are no weights', async () => {
      await put('a', { 'checkpoint.json': '{"step": 1}', 'agent.json': '{"nodes": 10}' });
      const before = await digestAt('a');
      await put('a', { STABLE: '' });
      expect(await digestAt('a')).toBe(before);
      await put('a', { 'agent.json': '{"nodes": 11}' });
      expect(await digestAt('a')).not.toBe(before);
    });

    it('tells content that moves from one file to another, or between name and content', async () => {
      await put('a', { 'checkpoint.json': '{"step": 1}', 'x.bin': 'ab', 'y.bin': 'c' });
      await put('b', { 'checkpoint.json': '{"step": 1}', 'x.bin': 'a', 'y.bin': 'bc' });
      await put('c', { 'checkpoint.json': '{"step": 1}', 'y.bin': 'ab', 'x.bin': 'c' });
      expect(new Set([await digestAt('a'), await digestAt('b'), await digestAt('c')]).size).toBe(3);
    });

    it('does not read a settled file again, and reads one that is replaced', async () => {
      await put('a', weights);
      const path = join(folder.root, 'a', 'model.safetensors');
      const old = new Date(Date.now() - 3_600_000);
      await utimes(path, old, old);
      const before = await digestAt('a');
      // Same path, size, time and inode with other bytes: only the memory can still give the old digest.
      await writeFile(path, 'W');
      await utimes(path, old, old);
      expect(await digestAt('a')).toBe(before);
      await writeFile(join(folder.root, 'spare'), 'W');
      await utimes(join(folder.root, 'spare'), old, old);
      await rename(join(folder.root, 'spare'), path);
      expect(await digestAt('a')).not.toBe(before);
    });

    it('stops in the middle of a large file when the signal aborts, having beaten for each megabyte', async () => {
      await put('a', { ...weights, 'model.safetensors': 'w'.repeat(12 * 1024 * 1024) });
      const checkpoint = await one('a');
      const controller = new AbortController();
      let beats = 0;
      const reading = registry().identify(
        checkpoint,
        () => {
          if (++beats === 6) controller.abort(new Error('enough'));
        },
        controller.signal,
      );
      await expect(reading).rejects.toThrow('enough');
      expect(beats).toBeLessThan(8);
      let wholeBeats = 0;
      await registry().identify(checkpoint, () => wholeBeats++, never);
      expect(wholeBeats).toBeGreaterThanOrEqual(12);
    });

    it('says that a checkpoint changed under its hands', async () => {
      await put('a', { ...weights, 'model.safetensors': 'w'.repeat(4 * 1024 * 1024) });
      const checkpoint = await one('a');
      let written: Promise<void> | undefined;
      const reading = registry().identify(
        checkpoint,
        () => {
          written ??= writeFile(join(folder.root, 'a', 'tokenizer.json'), '{}');
        },
        never,
      );
      await expect(reading).rejects.toMatchObject({ code: 'RegistryUnavailable' });
      await written;
    });

    it('loses no checkpoint with a registry that went away', async () => {
      await put('a', weights);
      const checkpoint = await one('a');
      await rm(folder.root, { recursive: true });
      await expect(digestOf(checkpoint)).rejects.toMatchObject({ code: 'RegistryNotFound' });
      await put('a', weights);
      const readAgain = registry().identify(
        checkpoint,
        () => rmSync(folder.root, { recursive: true, force: true }),
        never,
      );
      await expect(readAgain).rejects.toMatchObject({ code: 'RegistryNotFound' });
    });
  });

  describe('with links', () => {
    it('follows a link to a file inside of the registry', async () => {
      await put('a', { 'checkpoint.json': '{"step": 1}' });
      await put('blobs', { x: 'weights' });
      await symlink('../blobs/x', join(folder.root, 'a', 'model.safetensors'));
      const linked = await digestOf(await one('a'));
      await rm(join(folder.root, 'a', 'model.safetensors'));
      await link(join(folder.root, 'blobs', 'x'), join(folder.root, 'a', 'model.safetensors'));
      expect(await digestOf(await one('a'))).toBe(linked);
    });

    it.each([
      ['/etc/hostname', 'out of the registry'],
      ['../../', 'out of the registry'],
      ['../nowhere', 'leads nowhere'],
      ['../logs', 'no file'],
    ])('refuses a link to %s', async (target, reason) => {
      await put('a', { 'checkpoint.json': '{"step": 1}' });
      await put('logs', { x: '' });
      await symlink(target, join(folder.root, 'a', 'model.safetensors'));
      const listed = await one('a');
      expect(listed).toMatchObject({ state: 'broken', reason: expect.stringContaining(reason) });
      await expect(digestOf(listed)).rejects.toMatchObject({ code: 'RegistryMalformed' });
    });

    it('refuses a checkpoint that is itself a link to the outside, and identifies nothing there', async () => {
      await symlink(fixtures, join(folder.root, 'checkpoint-100'));
      const listed = await one('checkpoint-100');
      expect(listed.state).toBe('broken');
      await expect(digestOf(listed)).rejects.toMatchObject({ code: 'RegistryForbidden' });
    });

    it('lists a checkpoint once though a link such as `latest` leads to it', async () => {
      await put('a', { 'checkpoint.json': '{"step": 1}' });
      await symlink('a', join(folder.root, 'latest'));
      expect((await list()).map(({ label }) => label)).toEqual(['a']);
    });
  });
});
