import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { type ListedCheckpoint, type RegistryAdapter, RegistryError } from '../../registries/contract.ts';

/** What a test puts into a registry; the same `content` is the same checkpoint under whatever label. */
export interface TestCheckpoint {
  readonly step: number;
  readonly content: string;
  readonly tokens?: number;
}

/**
 * What not every kind of registry can do or show: content under another label, a label on other content, what is
 * half-written, what is broken.
 */
export type Ability = 'rename' | 'move' | 'half' | 'broken';

/** A real registry of one kind, empty at first, and the hands that change it as a trainer would. */
export interface RegistryHarness {
  readonly adapter: RegistryAdapter;
  /** Why registries of this kind cannot do or show something; its test is skipped with that reason. */
  readonly cannot?: Partial<Readonly<Record<Ability, string>>>;
  /** The label that says step and tokens, where labels alone say them. */
  labelOf?(checkpoint: TestCheckpoint): string;
  /** Puts a whole checkpoint there, in place of one with the same label. */
  put(label: string, checkpoint: TestCheckpoint): Promise<void>;
  /** Begins to write a checkpoint and stops half-way; the answer finishes it. */
  putHalf(label: string, checkpoint: TestCheckpoint): Promise<() => Promise<void>>;
  /** Puts something there that is finished and cannot be used. */
  putBroken(label: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Has happened when it returns, so that it can happen in the middle of an `identify`. */
  removeNow(label: string): void;
  /** An adapter for a registry that does not exist. */
  missing(): RegistryAdapter;
  /** Runs a test with an adapter for a registry that exists and may not be read. */
  whileForbidden(test: (adapter: RegistryAdapter) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** The specification that every registry adapter passes, against a real registry of its kind. */
export function registryContract(name: string, makeHarness: () => Promise<RegistryHarness>): void {
  describe(`${name} as a registry`, () => {
    let harness: RegistryHarness;
    beforeEach(async () => {
      harness = await makeHarness();
    });
    afterEach(async () => {
      await harness.close();
    });

    const never = new AbortController().signal;
    const list = () => harness.adapter.list(never);
    const digestOf = (checkpoint: ListedCheckpoint, beat = () => {}) =>
      harness.adapter.identify(checkpoint, beat, never);

    async function listed(label: string): Promise<ListedCheckpoint> {
      const found = (await list()).find((checkpoint) => checkpoint.label === label);
      return found ?? expect.fail(`${label} is not listed`);
    }

    function skipUnlessAble(ability: Ability, { skip }: TestContext): void {
      const reason = harness.cannot?.[ability];
      skip(reason !== undefined, reason);
    }

    it('lists nothing of an empty registry', async () => {
      expect(await list()).toEqual([]);
    });

    it('lists every checkpoint by step, the same each time, with its attributes', async () => {
      // More than a page of any registry, put there out of order, with steps that sort otherwise as text.
      const steps = Array.from({ length: 120 }, (_, index) => ((index * 77) % 120) * 25);
      const checkpoints = steps.map((step) => ({ step, content: `weights ${step}`, tokens: step * 1000 }));
      const labelOf = (checkpoint: TestCheckpoint) =>
        harness.labelOf?.(checkpoint) ?? `checkpoint-${checkpoint.step}`;
      for (const checkpoint of checkpoints) await harness.put(labelOf(checkpoint), checkpoint);
      const first = await list();
      const expected = checkpoints
        .toSorted((a, b) => a.step - b.step)
        .map((put) => ({ step: put.step, label: labelOf(put), tokens: put.tokens, state: 'ready' }));
      expect(first.map(({ step, label, tokens, state }) => ({ step, label, tokens, state }))).toEqual(
        expected,
      );
      expect(await list()).toEqual(first);
    });

    it('gives a digest of 64 hexadecimal digits, the same each time, and beats while it works', async () => {
      await harness.put('checkpoint-5', { step: 5, content: 'five' });
      const checkpoint = await listed('checkpoint-5');
      let beats = 0;
      const digest = await digestOf(checkpoint, () => beats++);
      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(beats).toBeGreaterThan(0);
      expect(await digestOf(checkpoint)).toBe(digest);
    });

    it('keeps the digest of a checkpoint whose label is renamed', async (context) => {
      skipUnlessAble('rename', context);
      await harness.put('checkpoint-5', { step: 5, content: 'five' });
      const before = await digestOf(await listed('checkpoint-5'));
      await harness.rename('checkpoint-5', 'best-of-week-3');
      expect((await list()).map((checkpoint) => checkpoint.label)).toEqual(['best-of-week-3']);
      expect(await digestOf(await listed('best-of-week-3'))).toBe(before);
    });

    it('gives another digest when a label moves to other content, of the same size even', async (context) => {
      skipUnlessAble('move', context);
      await harness.put('checkpoint-5', { step: 5, content: 'five' });
      const before = await listed('checkpoint-5');
      const digestBefore = await digestOf(before);
      await harness.put('checkpoint-5', { step: 5, content: 'FIVE' });
      const after = await listed('checkpoint-5');
      expect(await digestOf(after)).not.toBe(digestBefore);
      // Whoever has hashed it once learns from the listing alone that it has to be done again.
      const shown = ({ identity, fingerprint }: ListedCheckpoint) => identity ?? fingerprint;
      expect(shown(before)).toBeTypeOf('string');
      expect(shown(after)).not.toBe(shown(before));
    });

    it('does not call a half-written checkpoint ready until it is whole', async (context) => {
      skipUnlessAble('half', context);
      await harness.put('checkpoint-1', { step: 1, content: 'one' });
      const finish = await harness.putHalf('checkpoint-2', { step: 2, content: 'two' });
      const half = (await list()).map(({ label, state }) => [label, state]);
      expect(half).toContainEqual(['checkpoint-1', 'ready']);
      expect(half).not.toContainEqual(['checkpoint-2', 'ready']);
      await finish();
      expect(await listed('checkpoint-2')).toMatchObject({ state: 'ready', step: 2 });
    });

    it('reports a broken checkpoint with its reason and lists the others', async (context) => {
      skipUnlessAble('broken', context);
      await harness.put('checkpoint-1', { step: 1, content: 'one' });
      await harness.putBroken('checkpoint-2');
      await harness.put('checkpoint-3', { step: 3, content: 'three' });
      const states = (await list()).map(({ label, state }) => [label, state]).sort();
      expect(states).toEqual([
        ['checkpoint-1', 'ready'],
        ['checkpoint-2', 'broken'],
        ['checkpoint-3', 'ready'],
      ]);
      expect((await listed('checkpoint-2')).reason).toMatch(/^[A-Z].+\.$/);
    });

    it('says CheckpointLost for a checkpoint that goes before or while it is identified', async () => {
      await harness.put('checkpoint-1', { step: 1, content: 'one' });
      await harness.put('checkpoint-2', { step: 2, content: 'two' });
      const [first, second] = [await listed('checkpoint-1'), await listed('checkpoint-2')];
      harness.removeNow('checkpoint-1');
      await expect(digestOf(first)).rejects.toMatchObject({ code: 'CheckpointLost' });
      let beats = 0;
      const during = digestOf(second, () => {
        if (beats++ === 0) harness.removeNow('checkpoint-2');
      });
      await expect(during).rejects.toMatchObject({ name: 'RegistryError', code: 'CheckpointLost' });
    });

    it('says RegistryNotFound for a registry that is not there', async () => {
      const failure = await harness
        .missing()
        .list(never)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(RegistryError);
      expect(failure).toMatchObject({ code: 'RegistryNotFound' });
    });

    it('says RegistryForbidden for a registry that may not be read', async () => {
      await harness.whileForbidden(async (adapter) => {
        await expect(adapter.list(never)).rejects.toMatchObject({ code: 'RegistryForbidden' });
      });
    });

    it('lists what stays put while other checkpoints come and go', async () => {
      for (let step = 1; step <= 5; step++)
        await harness.put(`checkpoint-${step}`, { step, content: `${step}` });
      let listing = true;
      const churn = async (): Promise<number> => {
        let rounds = 0;
        for (; listing; rounds++) {
          const label = `checkpoint-${100 + (rounds % 7)}`;
          await harness.put(label, { step: 100 + (rounds % 7), content: `${rounds}` });
          if (rounds % 2 === 1) harness.removeNow(label);
          // A harness that changes its registry in memory would let nobody else run.
          await new Promise(setImmediate);
        }
        return rounds;
      };
      const churned = churn();
      try {
        for (let count = 0; count < 5; count++) {
          const ready = (await list()).filter(({ state }) => state === 'ready').map(({ label }) => label);
          expect(ready.slice(0, 5)).toEqual([1, 2, 3, 4, 5].map((step) => `checkpoint-${step}`));
        }
      } finally {
        listing = false;
      }
      expect(await churned, 'rounds of change during the listings').toBeGreaterThan(5);
    });

    it('stops listing and identifying when the signal aborts', async () => {
      await harness.put('checkpoint-1', { step: 1, content: 'one' });
      const checkpoint = await listed('checkpoint-1');
      const aborted = AbortSignal.abort(new Error('enough'));
      await expect(harness.adapter.list(aborted)).rejects.toThrow('enough');
      await expect(harness.adapter.identify(checkpoint, () => {}, aborted)).rejects.toThrow('enough');
    });
  });
}
