import { domains } from '../domains/catalogue.ts';
import { endpointOrigin, resolveApiKey } from '../http/secrets.ts';
import { publishedScale, publishedSuite } from '../measurement/published.ts';
import { type OpenRegistry, registryOrigin as originOf } from '../registries/access.ts';
import type { Db } from '../schema/database.ts';
import * as families from '../schema/families.ts';
import { ensureProtocol, ensureScale, ensureSuite } from '../schema/protocols.ts';
import { type Registration, registrationSchema, type TrackingChange } from '../schema/registration.ts';
import type { RegistrationResult } from '../workflows/messages.ts';
import { Refusal } from './failure.ts';
import { refreshSeries } from './series.ts';

export interface FamilyDependencies {
  readonly db: Db;
  readonly openRegistry: OpenRegistry;
  readonly keyVariables: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly huggingFaceEndpoint: string;
}

export function createFamilies(dependencies: FamilyDependencies) {
  const { db, openRegistry, keyVariables, environment, huggingFaceEndpoint } = dependencies;

  /**
   * Stores a registration; the same one again changes nothing. Refuses what could never work (a registry that
   * cannot be read, a key that may not be used, another registry under a known name) before anything is stored.
   */
  async function saveFamily(input: Registration): Promise<RegistrationResult> {
    const registration = parse(input);
    const origin = endpointOrigin(registration.endpoint);
    if (registration.apiKeyEnv !== undefined) {
      resolveApiKey({
        variable: registration.apiKeyEnv,
        allowedVariables: keyVariables,
        boundOrigin: origin,
        endpointOrigin: origin,
        environment,
      });
    }
    if (registration.baseline !== undefined) await requireBaseline(registration.baseline);
    const known = await families.findFamily(db, registration.name);
    if (known && known.registry !== registration.registry) throw repointed(registration, known.registry);
    const registryOrigin = originOf(registration.registry, huggingFaceEndpoint);
    if (registration.registryKeyEnv !== undefined && registryOrigin === null) {
      throw new Refusal('InvalidRegistration', `${registration.registry} is read without a key`);
    }
    await requireReadable(registration, registryOrigin, known === undefined);
    return await store(registration, { origin, registryOrigin });
  }

  /** The key must be there in any case; a registry that was read before may be away for a while. */
  async function requireReadable(
    registration: Registration,
    boundOrigin: string | null,
    first: boolean,
  ): Promise<void> {
    const keyVariable = registration.registryKeyEnv ?? null;
    const registry = openRegistry({ address: registration.registry, keyVariable, boundOrigin });
    try {
      if (first) await registry.list(AbortSignal.timeout(20_000));
    } finally {
      await registry.close();
    }
  }

  async function store(
    registration: Registration,
    { origin, registryOrigin }: { readonly origin: string; readonly registryOrigin: string | null },
  ): Promise<RegistrationResult> {
    const suite = publishedSuite(registration.suite);
    if (!suite) throw new Refusal('InvalidRegistration', `there is no suite ${registration.suite}`);
    return await db.transaction().execute(async (transaction) => {
      for (const part of suite.domains) {
        const domain = domains.find((candidate) => candidate.id === part.domain);
        const scale = publishedScale(part.domain, part.scaleVersion);
        if (!domain || !scale) {
          throw new Refusal('InvalidRegistration', `this release does not ship all of ${registration.suite}`);
        }
        await ensureScale(transaction, scale);
      }
      const protocolId = await ensureProtocol(transaction, {
        suite,
        suiteId: await ensureSuite(transaction, suite),
        regime: registration.regime,
        depth: registration.depth,
        decoding: { temperature: registration.temperature, maxTokens: registration.maxTokens },
      });
      if (registration.registryKeyEnv !== undefined && registryOrigin !== null) {
        await families.bindKey(transaction, registration.registryKeyEnv, registryOrigin);
      }
      const endpointId = await families.ensureEndpoint(transaction, registration, origin);
      const places = { endpointId, registryOrigin };
      const { family, created } = await families.insertFamily(transaction, registration, places);
      if (family.registry !== registration.registry) throw repointed(registration, family.registry);
      await families.addFamilyProtocol(transaction, family.id, protocolId);
      if (!created) {
        await families.updateFamily(transaction, family.id, registration, places);
        await refreshSeries(transaction, family.id);
      }
      return { created, everyMs: registration.everyMs };
    });
  }

  async function changeTracking(slug: string, change: TrackingChange): Promise<{ everyMs: number }> {
    if (change.baseline) await requireBaseline(change.baseline);
    return await db.transaction().execute(async (transaction) => {
      const family = await families.changeFamily(transaction, slug, change);
      if (!family) throw unknownFamily(slug);
      if (change.baseline !== undefined) await refreshSeries(transaction, family.id);
      return { everyMs: family.poll_interval_ms };
    });
  }

  /** A misspelt baseline would otherwise only show as a PE that is never estimable. */
  async function requireBaseline(slug: string): Promise<void> {
    if (await families.findFamily(db, slug)) return;
    throw new Refusal('InvalidRegistration', `there is no family ${slug} whose baseline could be used`);
  }

  async function setFamilyState(slug: string, state: families.Family['state']): Promise<void> {
    if (!(await families.setFamilyState(db, slug, state))) throw unknownFamily(slug);
  }

  return { saveFamily, changeTracking, setFamilyState };
}

function parse(input: Registration): Registration {
  const parsed = registrationSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal('InvalidRegistration', `${issue?.path.join('.')}: ${issue?.message}`);
}

export function unknownFamily(slug: string): Refusal {
  return new Refusal('FamilyNotFound', `there is no family ${slug}`);
}

function repointed(registration: Registration, registry: string): Refusal {
  return new Refusal(
    'FamilyConflict',
    `family ${registration.name} follows ${registry}; a family is never pointed at another registry: register ${registration.registry} under a new name`,
  );
}
