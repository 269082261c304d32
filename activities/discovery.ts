import { Context } from '@temporalio/activity';
import type { OpenRegistry, RegistryPlace } from '../registries/access.ts';
import { type ListedCheckpoint, RegistryError } from '../registries/contract.ts';
import { knownPlaces, markLost, recordCheckpoint } from '../schema/checkpoints.ts';
import type { Db } from '../schema/database.ts';
import { evaluationsDue, planEvaluations } from '../schema/evaluations.ts';
import { type Family, findFamily, reportUnreadable, setRegistryReport } from '../schema/families.ts';
import { selected } from '../schema/selection.ts';
import type { RegistryReport } from '../schema/shapes.ts';
import { unknownFamily } from './families.ts';

export interface PendingEvaluation {
  readonly evaluationId: number;
  readonly workflowId: string;
}

export interface Discovery {
  /** Ready checkpoints in the registry now that the family is followed at. */
  readonly found: number;
  /** Labels of ready checkpoints whose content has not been hashed yet. */
  readonly unidentified: readonly string[];
  /** Checkpoints that are still being written: worth looking again soon. */
  readonly writing: number;
  readonly pending: readonly PendingEvaluation[];
}

export interface DiscoveryDependencies {
  readonly db: Db;
  readonly openRegistry: OpenRegistry;
}

export function createDiscovery({ db, openRegistry }: DiscoveryDependencies) {
  /** Reads the registry, records what it shows, and returns what is to be hashed and what is to be evaluated. */
  async function discoverCheckpoints(slug: string): Promise<Discovery> {
    const family = await familyOf(slug);
    const listed = await readRegistry(family);
    const whole = listed.filter((checkpoint) => checkpoint.state === 'ready');
    const ready = selected(whole, family);
    const places = listed.map((checkpoint) => checkpoint.location);
    await markLost(db, family.id, places);
    const known = new Set((await knownPlaces(db, family.id)).map(sightOf));
    const unidentified: string[] = [];
    for (const checkpoint of ready) {
      if (checkpoint.identity !== null) {
        await recordCheckpoint(db, family.id, checkpoint.identity, checkpoint);
      } else if (!known.has(sightOf(checkpoint))) unidentified.push(checkpoint.label);
    }
    await setRegistryReport(db, family.id, {
      polledAt: new Date().toISOString(),
      error: null,
      broken: [...reported(listed, 'broken'), ...stillUnreadable(family, unidentified)],
      writing: reported(listed, 'writing'),
      leftOut: whole.length - ready.length,
    });
    await planEvaluations(db, family.id);
    const pending = await evaluationsDue(db, family.id, family.evaluations_open_max);
    const writing = listed.filter((checkpoint) => checkpoint.state === 'writing').length;
    return { found: ready.length, unidentified, writing, pending };
  }

  /** Hashes one checkpoint and records it; one that cannot be read is reported with its family. */
  async function identifyCheckpoint(slug: string, label: string): Promise<void> {
    const family = await familyOf(slug);
    const { cancellationSignal: signal } = Context.current();
    const registry = openRegistry(placeOf(family));
    try {
      const listed = (await registry.list(signal)).find((checkpoint) => checkpoint.label === label);
      if (listed?.state !== 'ready') return;
      const digest = await registry.identify(listed, () => Context.current().heartbeat(), signal);
      await recordCheckpoint(db, family.id, digest, listed);
    } catch (error) {
      if (error instanceof RegistryError && error.code !== 'CheckpointLost') {
        await reportUnreadable(db, family.id, { label, reason: error.message });
      }
      throw error;
    } finally {
      await registry.close();
    }
  }

  async function readRegistry(family: Family): Promise<readonly ListedCheckpoint[]> {
    const registry = openRegistry(placeOf(family));
    try {
      return await registry.list(Context.current().cancellationSignal);
    } catch (error) {
      if (error instanceof RegistryError) {
        await setRegistryReport(db, family.id, {
          polledAt: new Date().toISOString(),
          error: { code: error.code, message: error.message },
          broken: [],
          writing: [],
        });
      }
      throw error;
    } finally {
      await registry.close();
    }
  }

  async function familyOf(slug: string): Promise<Family> {
    const family = await findFamily(db, slug);
    if (!family) throw unknownFamily(slug);
    return family;
  }

  return { discoverCheckpoints, identifyCheckpoint };
}

function placeOf(family: Family): RegistryPlace {
  return {
    address: family.registry,
    keyVariable: family.registry_key_variable,
    boundOrigin: family.registry_origin,
  };
}

function reported(listed: readonly ListedCheckpoint[], state: ListedCheckpoint['state']) {
  return listed
    .filter((checkpoint) => checkpoint.state === state)
    .map(({ label, reason }) => ({ label, reason: reason ?? 'no reason given' }));
}

/** What a look at a place shows: equal as long as nothing there has changed. */
function sightOf(seen: { label: string; location: string; fingerprint?: string | null }): string {
  return JSON.stringify([seen.location, seen.label, seen.fingerprint ?? null]);
}

function stillUnreadable(family: Family, unidentified: readonly string[]): RegistryReport['broken'] {
  const known = family.registry_report?.broken ?? [];
  return known.filter(({ label, unreadable }) => unreadable && unidentified.includes(label));
}
