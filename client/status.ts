import { depths } from '../measurement/constants.ts';
import { type CallCount, callCounts } from '../schema/calls.ts';
import type { Db } from '../schema/database.ts';
import { type Expectation, expectationsOf } from '../schema/expectations.ts';
import { type Family, listFamilies } from '../schema/families.ts';
import type { RegistryReport } from '../schema/shapes.ts';
import { evaluationStates, type SessionProgress, sessionProgress } from '../schema/status.ts';
import { type Cost, costOf, pricesOf, type Requests, requestsOf } from './cost.ts';
import { requireFamily } from './families.ts';

export interface FamilyStatus {
  readonly family: string;
  readonly state: string;
  readonly registry: string;
  readonly registryReport: RegistryReport | null;
  /** Of all its evaluations, those that were followed by another run included. */
  readonly requests: Requests;
  readonly cost: Cost;
  readonly evaluations: readonly EvaluationStatus[];
}

export interface EvaluationStatus {
  readonly evaluation: string;
  readonly checkpoint: string;
  readonly digest: string;
  readonly state: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly sessions: readonly SessionStatus[];
  /** Null until it is opened. */
  readonly expectation: Expectation | null;
  readonly requests: Requests;
  readonly cost: Cost;
}

export interface SessionStatus {
  readonly domain: string;
  readonly state: string;
  readonly tasks: number;
  readonly graded: number;
  /** Where placement sees it. */
  readonly ability: Ability | null;
  /** Null where the suite ends with placement. */
  readonly practice: PracticeStatus | null;
  /** Why it stopped, or what it waits for. */
  readonly reason: string | null;
}

export interface PracticeStatus {
  /** Number of the block that was begun last, 0 during placement, and how many the depth has. */
  readonly block: number;
  readonly blocks: number;
  /** After the practice before that block. */
  readonly ability: Ability | null;
}

interface Ability {
  readonly theta: number;
  readonly sd: number;
}

/** What is running, done, failed and lost: of one family or of all. */
export async function familyStatus(db: Db, slug?: string): Promise<FamilyStatus[]> {
  const families = slug === undefined ? await listFamilies(db) : [await requireFamily(db, slug)];
  return await Promise.all(families.map((family) => statusOf(db, family)));
}

async function statusOf(db: Db, family: Family): Promise<FamilyStatus> {
  const counts = await callCounts(db, 'tasks.family_id', family.id);
  return {
    family: family.slug,
    state: family.state,
    registry: family.registry,
    registryReport: family.registry_report,
    requests: requestsOf(counts),
    cost: costOf(counts, pricesOf(family)),
    evaluations: await evaluationStatuses(db, family, counts),
  };
}

async function evaluationStatuses(
  db: Db,
  family: Family,
  counts: readonly CallCount[],
): Promise<EvaluationStatus[]> {
  const rows = await evaluationStates(db, family.id);
  const ids = rows.map((row) => row.evaluationId);
  const [sessions, expectations] = await Promise.all([sessionProgress(db, ids), expectationsOf(db, ids)]);
  const own = Map.groupBy(counts, ({ evaluationId }) => evaluationId);
  return rows.map((row) => ({
    evaluation: row.workflowId,
    checkpoint: row.label,
    digest: row.digest,
    state: row.state,
    failure:
      row.failureCode === null
        ? null
        : { code: row.failureCode, message: row.failureMessage ?? row.failureCode },
    sessions: sessions.filter((session) => session.evaluationId === row.evaluationId).map(sessionStatus),
    expectation: expectations.get(row.evaluationId) ?? null,
    requests: requestsOf(own.get(row.evaluationId) ?? []),
    cost: costOf(own.get(row.evaluationId) ?? [], pricesOf(family)),
  }));
}

/** How far a session is, for people. */
export function sessionStatus(session: SessionProgress): SessionStatus {
  const { domain, state, tasks, graded, theta, sd, block } = session;
  const reasons = [session.stopReason, session.practiceStopReason].filter((reason) => reason !== null);
  const stopped = state === 'completed' ? reasons.join(', then ') : null;
  return {
    domain,
    state,
    tasks,
    graded,
    ability: theta === null || sd === null ? null : { theta, sd },
    practice: session.practises
      ? {
          block: session.blocks,
          blocks: depths[session.depth].practiceBlocks,
          ability: block === null ? null : { theta: block.ability.mean, sd: block.ability.sd },
        }
      : null,
    reason: session.pausedReason ?? stopped,
  };
}
