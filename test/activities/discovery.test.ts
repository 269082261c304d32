import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createDiscovery, type Discovery } from '../../activities/discovery.ts';
import { registryAccess } from '../../registries/access.ts';
import { findFamily } from '../../schema/families.ts';
import { registerFamily, useDatabase } from '../schema/seed.ts';
import { makeRegistry, markWhole, putCheckpoint } from '../support/checkpoint-folders.ts';
import { localAccess } from '../support/registry-access.ts';
import { activityEnvironment } from './activity-environment.ts';

describe('discovering checkpoints', () => {
  const database = useDatabase();

  it('reports a checkpoint that cannot be read, keeps saying so, stops nothing else, and takes it once it can be read', async () => {
    const { db } = database;
    const parent = mkdtempSync(join(tmpdir(), 'etude-discovery-'));
    // Readable for whom the test becomes: nothing is forbidden to root.
    chmodSync(parent, 0o755);
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    const { folder, address } = makeRegistry(parent, 'registry');
    putCheckpoint(folder, 'good', { step: 1 });
    const closed = putCheckpoint(folder, 'closed', { step: 2 });
    const allow = (mode: number) => {
      chmodSync(join(closed, 'weights.bin'), mode);
      markWhole(closed);
    };
    allow(0o000);
    const family = await registerFamily(db, { registry: address });
    const activities = createDiscovery({ db, openRegistry: registryAccess(localAccess) });
    const discover = () =>
      activityEnvironment().run<[string], Discovery, typeof activities.discoverCheckpoints>(
        activities.discoverCheckpoints,
        family.slug,
      );
    const identify = (label: string) =>
      asOrdinaryUser(() =>
        activityEnvironment().run<[string, string], void, typeof activities.identifyCheckpoint>(
          activities.identifyCheckpoint,
          family.slug,
          label,
        ),
      );
    const broken = async () => (await findFamily(db, family.slug))?.registry_report?.broken;

    const first = await discover();
    expect(first).toMatchObject({ found: 2, pending: [] });
    expect([...first.unidentified].sort()).toEqual(['closed', 'good']);
    await identify('good');
    await expect(identify('closed')).rejects.toThrow();
    expect(await discover()).toMatchObject({ unidentified: ['closed'], pending: [{}] });
    expect(await broken()).toMatchObject([{ label: 'closed', unreadable: true, reason: expect.any(String) }]);

    allow(0o644);
    await identify('closed');
    expect(await discover()).toMatchObject({ unidentified: [], pending: [{}, {}] });
    expect(await broken()).toEqual([]);
  });
});

async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}
