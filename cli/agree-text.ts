import type { AgreementReport } from '../measurement/rating/agree.ts';
import { raterText } from '../measurement/rating/facets-design.ts';
import type { Agreement } from '../measurement/rating/resampling.ts';
import { type Column, tableText } from './output.ts';

const responsesShownMax = 20;

/**
 * The report for people: agreement, the facets, who counts, and the responses from best to worst, under the names that
 * `nameOf` gives them.
 */
export function agreementText(
  report: AgreementReport,
  nameOf: (response: string) => string = (response) => response,
): string {
  return [
    `${report.ratings} ratings of ${report.responses} responses, ${report.heldOut} of them held out; scores from 0 to ${report.facets.scoreMax}`,
    panelText(report),
    ratersText(report),
    facetText(report),
    ...(report.gate.length > 0 ? [report.gate.map(({ sentence }) => sentence).join('\n')] : []),
    fairText(report, nameOf),
  ].join('\n\n');
}

function panelText({ panel, panelByCriterion }: AgreementReport): string {
  const rows = [
    ...(['nominal', 'ordinal', 'interval'] as const).map((metric) => [metric, within(panel[metric])]),
    ...panelByCriterion.map(({ criterion, ordinal }) => [`ordinal, ${criterion}`, within(ordinal)]),
  ];
  return `Alpha among the human raters [95 %]\n${tableText(headed('metric', '>alpha'), rows)}`.trimEnd();
}

function ratersText({ raters, on }: AgreementReport): string {
  const rows = raters.map(({ rater, kind, responses, alpha, kappa, length }) => [
    ...[rater, kind, String(responses), within(alpha), within(kappa), within(length)],
  ]);
  const columns = headed('rater', 'kind', '>responses', '>alpha', '>QWK', '>with log length');
  const which = on === 'all' ? 'all responses, since none is held out' : 'held-out responses';
  return `Each rater against the panel without it, on ${which}\n${tableText(columns, rows)}`.trimEnd();
}

function facetText({ facets }: AgreementReport): string {
  const measured = [
    ...facets.criteria.map((criterion) => ({
      ...criterion,
      name: criterion.criterion,
      logits: criterion.difficulty,
      kind: 'criterion',
    })),
    ...facets.raters.map((rater) => ({ ...rater, name: raterText(rater), logits: rater.severity })),
  ];
  const rows = measured.map(({ name, kind, logits, se, infit, outfit, ratings, extreme }) => [
    ...[
      name,
      kind,
      String(ratings),
      fixed(logits),
      fixed(se),
      fixed(infit),
      fixed(outfit),
      extreme ? 'extreme' : '',
    ],
  ]);
  const columns = headed('facet', 'kind', '>ratings', '>logits', '>SE', '>infit', '>outfit', '');
  const { mean, sd } = facets.ability;
  const steps = facets.thresholds.map(({ threshold }) => fixed(threshold)).join(', ');
  return [
    'Many-facet Rasch model: difficulty of criteria, severity of raters (0: mean of the humans)',
    tableText(columns, rows).trimEnd(),
    `Responses have mean ${fixed(mean)} and SD ${fixed(sd)} logits; thresholds ${steps}`,
    ...(facets.converged ? [] : ['The estimates have not converged.']),
  ].join('\n');
}

function fairText({ fair }: AgreementReport, nameOf: (response: string) => string): string {
  if (fair.responses === null) return `No fair averages: ${fair.reason}.`;
  const ranked = [...fair.responses].sort((a, b) => b.fairAverage - a.fairAverage);
  const shown = ranked.slice(0, responsesShownMax);
  const rows = shown.map(({ response, ratings, fairAverage, seFair, ability, se }) => [
    ...[nameOf(response), String(ratings), fixed(fairAverage), fixed(seFair), fixed(ability), fixed(se)],
  ]);
  const columns = headed('response', '>ratings', '>fair average', '>SE', '>logits', '>SE');
  const rest = ranked.length - shown.length;
  return [
    `Fair averages by ${fair.raters.join(', ')}`,
    tableText(columns, rows).trimEnd(),
    ...(rest > 0 ? [`and ${rest} more (--json has all)`] : []),
    ...(fair.length?.value == null ? [] : [`Their correlation with log length is ${within(fair.length)}.`]),
  ].join('\n');
}

/** Columns by their heads; one that begins with > is aligned to the right. */
function headed(...heads: readonly string[]): Column[] {
  return heads.map((head) => (head.startsWith('>') ? { head: head.slice(1), align: 'right' } : { head }));
}

function within({ value, lo, hi }: Agreement): string {
  if (value === null) return '–';
  return lo === null || hi === null ? fixed(value) : `${fixed(value)} [${fixed(lo)}, ${fixed(hi)}]`;
}

function fixed(value: number): string {
  return value.toFixed(2).replace(/^-(0\.00)$/, '$1');
}
