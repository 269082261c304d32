import pc from 'picocolors';
import type { CurveEfficiency, DomainCurve, PracticeCurve } from '../client/curve.ts';
import { milestonesText, multiplierText, quartilesText } from './beside-text.ts';
import { dollarsText } from './cost-text.ts';
import { abilityText, computeText, counted, countText, intervalText } from './formats.ts';
import { learningText } from './learning-text.ts';
import { type Column, tableText } from './output.ts';
import { chartWidth, plotText } from './plot.ts';
import { flagNotes } from './trend-notes.ts';

/** A checkpoint's practice as text: each domain's curve and what was learnt along it, then all domains together. */
export function curveText(curve: PracticeCurve): string {
  const several = curve.domains.length > 1;
  return [
    pc.bold(heading(curve)),
    ...curve.domains.map((domain) => domainText(domain, curve)),
    ...(several && curve.overall ? [[pc.bold('overall'), ...efficiencyLines(curve.overall)].join('\n')] : []),
  ].join('\n\n');
}

function heading({ family, checkpoint, suite, regime, depth, baseline }: PracticeCurve): string {
  const reference =
    baseline === null
      ? 'no practice baseline'
      : `baseline ${baseline.family}:${baseline.checkpoint ?? '?'} v${baseline.version}`;
  return `${family}:${checkpoint}: ${suite}, ${regime}, ${depth}; ${reference}`;
}

function domainText(domain: DomainCurve, { checkpoint }: PracticeCurve): string {
  const { practice, learning } = domain;
  const tasks = `${counted(practice.practiceTasks, 'practice task')}, ${counted(domain.measurementTasks, 'measurement task')}`;
  const notebook = learning
    ? `; notebook of ${countText(learning.notebook.entries)} examples, ${countText(learning.notebook.tokens)} tokens`
    : '';
  return [
    `${pc.bold(domain.domain)}: ${counted(practice.blocks, 'block')}, ${tasks}${notebook}; scale ${domain.scale}`,
    pointsTable(domain).trimEnd(),
    curveChart(domain, checkpoint).trimEnd(),
    ...efficiencyLines(domain),
    ...(learning ? learningText(learning) : []),
    ...flagNotes({ rows: [{ checkpoint, flags: domain.flags }] }),
  ].join('\n');
}

function pointsTable({ practice, practiceUsd, learning }: DomainCurve): string {
  const columns: Column[] = [
    { head: 'practice tokens', align: 'right' },
    ...(practiceUsd === null ? [] : [{ head: 'US dollars', align: 'right' } as const]),
    { head: 'practised before' },
    { head: 'performance' },
    { head: 'ability' },
  ];
  const rows = practice.points.map(({ tokens, performance, theta, sd }, at) => [
    countText(tokens),
    ...(practiceUsd === null ? [] : [dollarsText(practiceUsd[at]!)]),
    practisedText(learning, tokens),
    intervalText(performance),
    abilityText({ theta, sd }),
  ]);
  return tableText(columns, rows);
}

/** What the block was about that ended at so many tokens. */
function practisedText(learning: DomainCurve['learning'], tokens: number): string {
  const blocks = learning?.blocks ?? [];
  const before = blocks[blocks.findIndex((block) => block.tokens === tokens) - 1];
  if (before === undefined) return '–';
  const { motive, target } = before;
  if (target === null) return 'the mix';
  return motive === 'weakest' ? target : `${target} (${motive})`;
}

function curveChart({ practice }: DomainCurve, checkpoint: string): string {
  const { points, tokenOffset } = practice;
  if (points.length < 2) return '';
  return plotText(
    {
      title: 'performance over practice (0 is chance, 1 is perfect)',
      series: [
        { legend: checkpoint, points: points.map(({ x, performance }) => ({ x, y: performance.value })) },
      ],
      shown: [0, 1],
      endText: (x) => computeText(points.find((point) => point.x === x)?.tokens ?? 0),
      axis: `practice tokens c, scale log(1 + c/${countText(tokenOffset)})`,
    },
    chartWidth(),
  );
}

function efficiencyLines(efficiency: CurveEfficiency): string[] {
  const { pe, gain, reason } = efficiency;
  const row = { ...efficiency, unit: 'tokens' };
  const beside = [multiplierText(row), milestonesText(row), quartilesText(row)];
  return [
    pe === null
      ? `practice PE: none. ${reason ?? ''}`
      : `practice PE ${intervalText(pe)}, Pr(PE>1) ${pe.prAboveOne.toFixed(2)}${windowText(pe.window)}`,
    ...(gain === null
      ? []
      : [`gain ${intervalText(gain)}${gain.flat ? ', flat' : ''}${relative(gain.relative)}`]),
    ...beside.filter((line) => line !== null),
  ];
}

function windowText(window: readonly [number, number] | null): string {
  return window === null
    ? ''
    : `, over log10(1 + c/c0) from ${window[0].toFixed(2)} to ${window[1].toFixed(2)}`;
}

function relative(share: number | null): string {
  return share === null ? '' : `, ${share.toFixed(2)} times the baseline's`;
}
