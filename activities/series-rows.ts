import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CurveRules } from '../measurement/efficiency/comparison.ts';
import { overallEfficiency } from '../measurement/efficiency/overall.ts';
import type { Db } from '../schema/database.ts';
import { currentGrounds, groundsKey, type NewEfficiency } from '../schema/efficiencies.ts';
import {
  domainGrounds,
  domainRow,
  type Measurement,
  type Outcome,
  overallGrounds,
  overallRow,
  type RowBase,
} from './efficiency-row.ts';

/** One evaluation in one domain: what is known at once, and what takes thousands of draws. */
export interface Part<Against> {
  readonly measurement: Measurement;
  readonly compute: (against: Against) => Outcome;
}

export interface SeriesPlan<Against> {
  readonly base: RowBase;
  /** The parts of each evaluation; fewer than the suite has domains where one is not measured. */
  readonly evaluations: readonly (readonly Part<Against>[])[];
  readonly domains: number;
  readonly rules: CurveRules;
  readonly computeAt: (x: number) => number;
  /** Reads what the family is compared with; called only where a row is computed. */
  readonly against: () => Promise<Against>;
}

/** The rows, domains and overall, of the evaluations of which a row rests on other grounds than the current one. */
export async function changedRows<Against>(db: Db, plan: SeriesPlan<Against>): Promise<NewEfficiency[]> {
  const { base, domains, rules, computeAt } = plan;
  const { protocolId, kind } = base;
  const known = await currentGrounds(db, { familyId: base.family.id, protocolId, kind });
  const changed = plan.evaluations.filter((parts) => {
    const measurements = parts.map(({ measurement }) => measurement);
    const grounds = measurements.map((measurement) => domainGrounds(base, measurement));
    if (parts.length === domains) grounds.push(overallGrounds(base, measurements));
    return grounds.some((own) => !known.has(groundsKey(own)));
  });
  if (changed.length === 0) return [];
  const against = await plan.against();
  const rows: NewEfficiency[] = [];
  for (const parts of changed) {
    const outcomes: Outcome[] = [];
    for (const { measurement, compute } of parts) {
      const outcome = compute(against);
      outcomes.push(outcome);
      rows.push(domainRow(base, measurement, outcome));
      // Thousands of draws a point are pure computation: heartbeats get their turn in between.
      await yieldToOthers();
    }
    if (parts.length < domains) continue;
    const results = outcomes.map(({ result }) => result);
    const measurements = parts.map(({ measurement }) => measurement);
    rows.push(overallRow(base, measurements, overallEfficiency(results, rules, computeAt)));
  }
  return rows;
}
