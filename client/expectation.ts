import * as sizes from '../domains/sizes.ts';
import { publishedSuite } from '../measurement/published.ts';
import type { Db } from '../schema/database.ts';
import { protocolContent } from '../schema/efficiencies.ts';
import { type ExpectedWork, expectEvaluations } from '../schema/expectations.ts';
import { endpointKnown, findEndpoint, findFamily } from '../schema/families.ts';
import { latestProtocol } from '../schema/protocols.ts';
import type { Registration } from '../schema/registration.ts';
import { requireFamily } from './families.ts';

/**
 * What evaluations of a family take that is registered like this, registered already or not; null for a suite that
 * this release does not ship.
 */
export async function expectRegistered(
  db: Db,
  registration: Registration,
  evaluations: number,
): Promise<ExpectedWork | null> {
  const suite = publishedSuite(registration.suite);
  if (suite === undefined) return null;
  const { depth, maxTokens, connections, budgetTokens = null } = registration;
  const familyId = (await findFamily(db, registration.name))?.id ?? null;
  const endpointId = await endpointKnown(db, registration);
  const modelFamily = registration.modelFamily ?? null;
  const protocol = { suite, depth, maxTokens, connections, budgetTokens, modelFamily, familyId, endpointId };
  return await expectEvaluations(db, protocol, sizes, evaluations, registration.openMax);
}

/** What evaluations of a family take under the protocol that it was last registered with. */
export async function expectFamily(db: Db, slug: string, evaluations: number): Promise<ExpectedWork> {
  const family = await requireFamily(db, slug);
  const protocol = await latestProtocol(db, family.id);
  if (!protocol) throw new Error(`family ${slug} has no protocol`);
  const { suite } = await protocolContent(db, protocol.id);
  const endpoint = await findEndpoint(db, family.endpoint_id);
  const settings = {
    suite,
    depth: protocol.depth,
    maxTokens: protocol.decoding.maxTokens,
    connections: endpoint.connections_max,
    budgetTokens: family.session_budget_tokens,
    modelFamily: family.model_family,
    familyId: family.id,
    endpointId: endpoint.id,
  };
  return await expectEvaluations(db, settings, sizes, evaluations, family.evaluations_open_max);
}
