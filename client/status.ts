import type { Db } from '../schema/database.ts';
import { listFamilies } from '../schema/families.ts';
import type { RegistryReport } from '../schema/shapes.ts';
import { evaluationStates, sessionProgress } from '../schema/status.ts';
import { requireFamily } from './families.ts';

export interface FamilyStatus {
  readonly family: string;
  readonly state: string;
  readonly registry: string;
  readonly registryReport: RegistryReport | null;
  readonly evaluations: readonly EvaluationStatus[];
}

export interface EvaluationStatus {
  readonly evaluation: string;
  readonly checkpoint: string;
  readonly digest: string;
  readonly state: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly sessions: readonly SessionStatus[];
}

export interface SessionStatus {
  readonly domain: string;
  readonly state: string;
  readonly tasks: number;
  readonly graded: number;
  readonly ability: { readonly theta: number; readonly sd: number } | null;
  /** Why it stopped, or what it waits for. */
  readonly reason: string | null;
}

/** What is running, done, failed and lost: of one family or of all. */
export async function familyStatus(db: Db, slug?: string): Promise<FamilyStatus[]> {
  const families = slug === undefined ? await listFamilies(db) : [await requireFamily(db, slug)];
  return await Promise.all(
    families.map(async (family) => ({
      family: family.slug,
      state: family.state,
      registry: family.registry,
      registryReport: family.registry_report,
      evaluations: await evaluationStatuses(db, family.id),
    })),
  );
}

async function evaluationStatuses(db: Db, familyId: number): Promise<EvaluationStatus[]> {
  const rows = await evaluationStates(db, familyId);
  const sessions = await sessionProgress(
    db,
    rows.map((row) => row.evaluationId),
  );
  return rows.map((row) => ({
    evaluation: row.workflowId,
    checkpoint: row.label,
    digest: row.digest,
    state: row.state,
    failure:
      row.failureCode === null
        ? null
        : { code: row.failureCode, message: row.failureMessage ?? row.failureCode },
    sessions: sessions
      .filter((session) => session.evaluationId === row.evaluationId)
      .map((session) => ({
        domain: session.domain,
        state: session.state,
        tasks: session.tasks,
        graded: session.graded,
        ability:
          session.theta === null || session.sd === null ? null : { theta: session.theta, sd: session.sd },
        reason: session.stopReason ?? session.pausedReason,
      })),
  }));
}
