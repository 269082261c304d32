import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openRegistry } from '../../registries/open.ts';
import { localRegistries } from '../support/registry-access.ts';
import { never, useCheckpointFolder } from './checkpoint-folder.ts';

const described = { 'checkpoint.json': '{"step": 1}' };
const whole = { ...described, 'model.safetensors': 'weights' };

describe('a checkpoint that is copied into a folder', () => {
  const folder = useCheckpointFolder();
  const { one, put } = folder;

  async function opened(label: string) {
    const listed = await openRegistry(`dir:${folder.root}`, localRegistries).list(never);
    return listed.find((checkpoint) => checkpoint.label === label);
  }

  async function makeOld(label: string, names: readonly string[]): Promise<void> {
    const old = new Date(Date.now() - 86_400_000);
    for (const name of names) await utimes(join(folder.root, label, name), old, old);
    await utimes(join(folder.root, label), old, old);
  }

  it('is ready only some seconds after its last change, longer where its weights may still come', async () => {
    await put('weights', whole);
    await put('none', { ...described, 'agent.json': '{}' });
    const settling = { withWeightsMs: 500, withoutWeightsMs: 2_000 };
    const states = async () => [
      (await one('weights', { settling })).state,
      (await one('none', { settling })).state,
    ];
    expect(await states()).toEqual(['writing', 'writing']);
    await sleep(600);
    expect(await states()).toEqual(['ready', 'writing']);
    await sleep(1_500);
    expect(await states()).toEqual(['ready', 'ready']);
    await put('weights', { 'model.safetensors': 'weights and more' });
    expect(await states()).toEqual(['writing', 'ready']);
  });

  it('is not ready in a registry opened by its address as soon as it is described', async () => {
    await put('a', whole);
    await put('b', described);
    expect(await opened('a')).toMatchObject({
      state: 'writing',
      step: 1,
      reason: expect.stringContaining('STABLE'),
    });
    expect(await opened('b')).toMatchObject({ state: 'writing' });
  });

  it('is not taken for an old one when the copy keeps the times of its source', async () => {
    await put('a', whole);
    await put('checkpoint-5', { 'trainer_state.json': '{"global_step": 5}' });
    await makeOld('a', Object.keys(whole));
    await makeOld('checkpoint-5', ['trainer_state.json']);
    expect(await opened('a')).toMatchObject({ state: 'writing' });
    expect(await opened('checkpoint-5')).toMatchObject({ state: 'writing' });
  });

  it('is not held back by a time in the future, which a copy may bring as well', async () => {
    await put('a', whole);
    const future = new Date(Date.now() + 86_400_000);
    await utimes(join(folder.root, 'a', 'model.safetensors'), future, future);
    await sleep(150);
    const settling = { withWeightsMs: 100, withoutWeightsMs: 60_000 };
    expect(await one('a', { settling })).toMatchObject({ state: 'ready' });
  });

  it('is ready at once with a file STABLE, unless something was written after that', async () => {
    await put('a', { ...whole, STABLE: '' });
    expect(await opened('a')).toMatchObject({ state: 'ready' });
    await sleep(20);
    await put('a', { 'config.json': '{}' });
    expect(await opened('a')).toMatchObject({ state: 'writing' });
    await put('checkpoint-5', { STABLE: '' });
    await sleep(20);
    await put('checkpoint-5', { 'model.safetensors': 'w' });
    expect(await opened('checkpoint-5')).toMatchObject({ state: 'writing' });
    expect(await one('checkpoint-5')).toMatchObject({ state: 'ready' });
  });

  it.each([
    '.model.safetensors.Xy12',
    '.model.safetensors.aB3dE9',
    '.weights.aB3dE9',
    'model.safetensors.tmp',
    'model.safetensors.part',
    'model.safetensors.1a2b3c4d.partial',
    'model.safetensors.incomplete',
    'model.safetensors.download',
    'model.safetensors.6eF9bA2c',
    'model.safetensors.tmp.4711',
    '.~tmp~/model.safetensors',
    '.cache/huggingface/download/x1_-=.0123abcd.incomplete',
    'shards/.model.safetensors.aB3dE9',
  ])('is being written with %s in it, even when marked, and broken once that is left over', async (name) => {
    await put('a', { ...described, 'config.json': '{}', [name]: 'half of the', STABLE: '' });
    const reason = expect.stringContaining(name.split('/')[0]!);
    expect(await one('a')).toMatchObject({ state: 'writing', step: 1, reason });
    expect(await one('a', { quietMs: 0 })).toMatchObject({
      state: 'broken',
      reason: expect.stringMatching(/^Temporary files are left over: .+\.$/),
    });
  });

  it('is whole beside what is left of a transfer that was done again, and its digest knows nothing of that', async () => {
    await put('a', whole);
    const digest = await folder.digestOf(await one('a'));
    await put('a', { '.model.safetensors.aB3dE9': 'half', 'model.safetensors.part': 'half' });
    expect(await one('a')).toMatchObject({ state: 'writing' });
    const quiet = await one('a', { quietMs: 0 });
    expect(quiet).toMatchObject({ state: 'ready' });
    expect(await folder.digestOf(quiet)).toBe(digest);
  });

  it.each(['.lock', 'model.lock', '.written-by'])(
    'waits for quiet with %s in it, which holds no content, unless marked',
    async (name) => {
      await put('a', { ...whole, [name]: '' });
      expect(await one('a')).toMatchObject({ state: 'writing' });
      expect(await one('a', { quietMs: 0 })).toMatchObject({ state: 'ready' });
      await put('a', { STABLE: '' });
      expect(await one('a')).toMatchObject({ state: 'ready' });
    },
  );

  it('does not mind the hidden files of git, desktops, file systems and PyTorch', async () => {
    const hidden = ['.gitattributes', '.DS_Store', '._model.safetensors', '.nfs000001', 'model/.metadata'];
    await put('a', { ...whole, ...Object.fromEntries(hidden.map((name) => [name, ''])) });
    await put('a', { '.git/index.lock': '', '.cache/huggingface/download/config.json.lock': '' });
    expect(await one('a')).toMatchObject({ state: 'ready' });
  });

  it('shows no other content than the whole while rsync brings it', async () => {
    await put('source', { ...whole, STABLE: '' });
    const digest = await folder.digestOf(await one('source'));
    await rm(join(folder.root, 'source'), { recursive: true });
    const shown = new Set<string>();
    const look = async () => {
      const listed = await one('a', { settling: { withWeightsMs: 200, withoutWeightsMs: 200 } });
      if (listed.state === 'ready') shown.add(await folder.digestOf(listed));
    };
    await mkdir(join(folder.root, 'a'));
    for (const [name, text] of Object.entries(whole)) {
      const temporary = join(folder.root, 'a', `.${name}.Xy12Z3`);
      await writeFile(temporary, text.slice(0, 3));
      if (name === 'model.safetensors') {
        await look();
        await sleep(300);
        await look();
      }
      await writeFile(temporary, text);
      await rename(temporary, join(folder.root, 'a', name));
    }
    expect(shown).toEqual(new Set());
    await look();
    await sleep(300);
    await look();
    expect(shown).toEqual(new Set([digest]));
  });
});
