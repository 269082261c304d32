import { graderVersion } from '../domains/task.ts';
import { practiceRules } from '../measurement/efficiency/comparison.ts';
import { type PracticeCurve, practiceEfficiency } from '../measurement/efficiency/efficiency.ts';
import { practiceTokensAt } from '../measurement/practice/axis.ts';
import type { Baseline } from '../schema/baselines.ts';
import type { Db } from '../schema/database.ts';
import type { NewEfficiency } from '../schema/efficiencies.ts';
import { digestOf } from '../schema/protocols.ts';
import { scaleName } from '../schema/scale.ts';
import { type Evaluated, measureAll } from './family-curve.ts';
import type { SampledDomain, Series } from './measured-series.ts';
import {
  finalAbility,
  type PracticeSession,
  practiceCurveOf,
  practiceDetail,
  readPractice,
} from './practice-curve.ts';
import { type Content, practiceReference } from './reference.ts';
import { changedRows, type Part } from './series-rows.ts';

/** The rows of the practice series that rest on other grounds than the current ones; none where a suite has no practice. */
export async function practiceRows(db: Db, series: Series): Promise<NewEfficiency[]> {
  const { family, protocolId, content, domains, evaluations } = series;
  const offset = content.suite.practice?.tokenOffset;
  if (offset === undefined) return [];
  const { baseline, mismatch } = await practiceReference(db, family, content);
  const parts: Part<readonly PracticeCurve[]>[] = [];
  for (const domain of domains) {
    const sessions = await readPractice(db, domain, offset);
    parts.push(...sessions.map((session) => partOf(series, domain, session, offset)));
  }
  return await changedRows(db, {
    base: { family, protocolId, kind: 'practice', baseline, unit: 'tokens', mismatch },
    evaluations: evaluations.map((evaluation) =>
      parts.filter(({ measurement }) => measurement.evaluation === evaluation),
    ),
    domains: domains.length,
    rules: practiceRules,
    computeAt: (x) => practiceTokensAt(x, offset),
    against: async () => (baseline ? await baselineCurves(db, content, baseline, offset) : []),
  });
}

function partOf(
  { content, runSd }: Series,
  domain: SampledDomain,
  session: PracticeSession,
  offset: number,
): Part<readonly PracticeCurve[]> {
  const { placement, steps, attempts, accuracy, flags } = session;
  const grounds = {
    graderVersion,
    runSd,
    offset,
    placed: placement.attempts,
    steps: steps.map(({ tokens, responses }) => ({ tokens, answers: responses.length })),
  };
  return {
    measurement: {
      evaluation: placement.evaluation,
      domain: domain.part.domain,
      scale: scaleName(domain.scale),
      compute: steps.at(-1)?.tokens ?? 0,
      accuracy,
      attempts,
      flags,
      curveDigest: digestOf(grounds),
    },
    compute: (references) => {
      const curve = practiceCurveOf(domain, content.suite, offset, session);
      const against = references.find((other) => other.domain === curve.domain) ?? null;
      const result = practiceEfficiency(domain.sampler, curve, against);
      return { result, ability: finalAbility(curve), practice: practiceDetail(session, curve, result) };
    },
  };
}

/** The baseline checkpoint's practice, scored on the same scales under the same grader. */
async function baselineCurves(
  db: Db,
  content: Content,
  baseline: Baseline,
  offset: number,
): Promise<PracticeCurve[]> {
  const ids = new Set(
    baseline.curve.domains.flatMap(({ points }) => points.map(({ evaluationId }) => evaluationId)),
  );
  const evaluations = [...ids].map((evaluationId) => ({ evaluationId }) as Evaluated);
  const curves: PracticeCurve[] = [];
  for (const domain of await measureAll(db, content, evaluations, () => null)) {
    for (const session of await readPractice(db, domain, offset)) {
      curves.push(practiceCurveOf(domain, content.suite, offset, session));
    }
  }
  return curves;
}
