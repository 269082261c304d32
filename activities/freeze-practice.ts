import type { Transaction } from 'kysely';
import { graderVersion } from '../domains/task.ts';
import { practiceEfficiency } from '../measurement/efficiency/efficiency.ts';
import { appendBaseline, staticEvaluations } from '../schema/baselines.ts';
import type { Family } from '../schema/families.ts';
import { scaleName } from '../schema/scale.ts';
import type { BaselineCurve } from '../schema/shapes.ts';
import type { Database } from '../schema/tables.ts';
import { Refusal } from './failure.ts';
import type { Frozen } from './freeze-training.ts';
import { measureFamily, type SampledDomain, type Series } from './measured-series.ts';
import { practiceCurveOf, practiceDetail, readPractice } from './practice-curve.ts';

type StaticEvaluation = Awaited<ReturnType<typeof staticEvaluations>>[number];

/** Freezes the practice curve of one checkpoint under the newest protocol of regime `static` that it has completed. */
export async function freezePractice(
  transaction: Transaction<Database>,
  family: Family,
  wanted: string,
): Promise<Frozen> {
  const evaluation = chosen(family, wanted, await staticEvaluations(transaction, family.id));
  const series = await measureFamily(transaction, family, evaluation.protocolId);
  const offset = series.content.suite.practice?.tokenOffset;
  if (offset === undefined) {
    const { name, version } = series.content.suite;
    throw refused(
      `suite ${name}@${version} has no practice phase; register ${family.slug} with one that has`,
    );
  }
  const domains: BaselineCurve['domains'][number][] = [];
  for (const domain of series.domains) {
    domains.push(await frozenDomain(transaction, series, domain, evaluation, offset));
  }
  const baseline = await appendBaseline(transaction, {
    familyId: family.id,
    protocolId: evaluation.protocolId,
    kind: 'practice',
    checkpointId: evaluation.checkpointId,
    unit: 'tokens',
    graderVersion,
    curve: { domains },
  });
  return { baseline, checkpoint: evaluation.label };
}

function chosen(
  { slug }: Family,
  wanted: string,
  evaluations: readonly StaticEvaluation[],
): StaticEvaluation {
  const labelled = evaluations.filter(({ label }) => label === wanted);
  const matching =
    labelled.length > 0 ? labelled : evaluations.filter(({ digest }) => digest.startsWith(wanted));
  const [newest] = matching;
  if (!newest) {
    const labels = [...new Set(evaluations.map(({ label }) => label))];
    throw refused(
      labels.length > 0
        ? `${slug} has no completed evaluation of ${wanted} in regime static; there is ${labels.join(', ')}`
        : `${slug} has no completed evaluation in regime static, which a practice baseline rests on: register it with --regime static`,
    );
  }
  const digests = new Set(matching.map(({ digest }) => digest));
  if (digests.size === 1) return newest;
  const names = [...digests].map((digest) => digest.slice(0, 12)).join(', ');
  throw refused(`${wanted} names several checkpoints of ${slug}: name one by its digest, of ${names}`);
}

async function frozenDomain(
  transaction: Transaction<Database>,
  { content }: Series,
  domain: SampledDomain,
  { evaluationId, label }: StaticEvaluation,
  offset: number,
): Promise<BaselineCurve['domains'][number]> {
  const sessions = await readPractice(transaction, domain, offset);
  const session = sessions.find(({ placement }) => placement.evaluation.evaluationId === evaluationId);
  if (!session || session.blocks === 0) {
    throw refused(`${label} has not practised in ${domain.part.domain}; a practice baseline needs its curve`);
  }
  const curve = practiceCurveOf(domain, content.suite, offset, session);
  const { points } = practiceDetail(session, curve, practiceEfficiency(domain.sampler, curve, null));
  return {
    domain: domain.part.domain,
    scale: scaleName(domain.scale),
    points: points.map(({ tokens, performance }) => ({
      evaluationId,
      compute: tokens,
      performance: performance.value,
    })),
  };
}

function refused(message: string): Refusal {
  return new Refusal('InvalidRegistration', message);
}
