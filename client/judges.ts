import { z } from 'zod';
import { findDomain, skillName } from '../domains/catalogue.ts';
import { endpointOrigin, requireKeyVariable } from '../http/secrets.ts';
import { judgedTasks } from '../measurement/constants.ts';
import { judgePanel } from '../measurement/rating/judge-panel.ts';
import type { Db } from '../schema/database.ts';
import { protocolContent } from '../schema/efficiencies.ts';
import { endpointKnown, findEndpoint, KeyBoundElsewhere } from '../schema/families.ts';
import * as judges from '../schema/judges.ts';
import { latestProtocol } from '../schema/protocols.ts';
import { registrationSchema, slugSchema } from '../schema/registration.ts';
import { OrderRefused, requireFamily } from './families.ts';

const { endpoint, provider, apiKeyEnv, connections, maxTokens } = registrationSchema.shape;

/** What adding a judge says. */
export const judgeOrderSchema = z.strictObject({
  name: slugSchema,
  endpoint,
  provider,
  model: z.string().min(1),
  modelFamily: slugSchema,
  apiKeyEnv,
  connections: connections.unwrap().optional(),
  maxTokens,
});

export type JudgeOrder = z.infer<typeof judgeOrderSchema>;

/** Requests at once to an endpoint that nothing else is known of. */
const connectionsDefault = 4;

/** Adds a judge, or says in an `OrderRefused` or `SecretError` why not. Nothing is sent to its endpoint. */
export async function addJudge(
  db: Db,
  order: JudgeOrder,
  keyVariables: readonly string[],
): Promise<{ created: boolean }> {
  const origin = endpointOrigin(order.endpoint);
  if (order.apiKeyEnv !== undefined) requireKeyVariable(order.apiKeyEnv, keyVariables);
  // A family may be asked at the same endpoint: its limit stays unless another one is said.
  const endpointId = await endpointKnown(db, order);
  const known = endpointId === null ? null : await findEndpoint(db, endpointId);
  const limit = order.connections ?? known?.connections_max ?? connectionsDefault;
  try {
    return await judges.addJudge(db, { ...order, connections: limit }, origin);
  } catch (error) {
    if (error instanceof judges.JudgeConflict) throw new OrderRefused('JudgeConflict', error.message);
    if (error instanceof KeyBoundElsewhere) throw new OrderRefused('KeyRefused', error.message);
    throw error;
  }
}

/** Throws `OrderRefused` where there is no active judge of this name. */
export async function removeJudge(db: Db, name: string): Promise<void> {
  if (await judges.removeJudge(db, name)) return;
  const active = (await judges.activeJudges(db)).map((judge) => judge.name);
  const hint = active.length === 0 ? 'none is configured' : `there is ${active.join(', ')}`;
  throw new OrderRefused('JudgeNotFound', `there is no judge ${name}; ${hint}`);
}

/** What will be judged at the end of a session, and by whom, or why it is skipped. */
export interface JudgedPlan {
  /** Like `creative/D7`. */
  readonly skill: string;
  readonly tasks: number;
  readonly judges: readonly string[];
  readonly skipped: string | null;
}

/** What judges are to read of an evaluation that the family would begin now; nothing where its suite has no such skill. */
export async function planJudged(db: Db, slug: string): Promise<JudgedPlan[]> {
  const family = await requireFamily(db, slug);
  const protocol = await latestProtocol(db, family.id);
  if (!protocol) throw new Error(`family ${slug} has no protocol`);
  const { suite } = await protocolContent(db, protocol.id);
  const panel = judgePanel(await judges.activeJudges(db), family.model_family);
  return suite.domains.flatMap(({ domain: id }) => {
    const domain = findDomain(id);
    const judged = domain.skills.filter(({ judging }) => judging !== undefined);
    return judged.map((skill) => ({
      skill: skillName({ domain, skill }),
      tasks: Math.ceil(judgedTasks[protocol.depth] / judged.length),
      judges: panel.judges.map(({ name }) => name),
      skipped: panel.skipped,
    }));
  });
}
