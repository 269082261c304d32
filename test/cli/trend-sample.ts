import type { Trend, TrendRow } from '../../client/trend.ts';

/** A row of a series; what a test does not set is known and ordinary. */
export function trendRow(row: Partial<TrendRow> = {}): TrendRow {
  return {
    checkpoint: 'checkpoint-100',
    digest: 'ab'.repeat(32),
    step: 100,
    createdAt: null,
    compute: { value: 1e15, unit: 'flops' },
    unit: 'flops',
    domain: 'reasoning',
    kind: 'training',
    ability: { theta: -0.42, sd: 0.31 },
    performance: { value: 0.4, lo: 0.3, hi: 0.5 },
    accuracy: { value: 0.5, lo: 0.28, hi: 0.72, n: 16 },
    attempts: 48,
    scale: row.domain === 'overall' ? null : 'reasoning@1',
    pe: { value: 1.2, lo: 0.9, hi: 1.6, prAboveOne: 0.91, window: [14, 15] },
    pePartial: null,
    areas: null,
    areaDifference: null,
    multiplier: null,
    milestones: [],
    quartiles: null,
    practice: null,
    gain: { value: 0.1, lo: 0.02, hi: 0.2, flat: false, relative: null },
    reason: null,
    change: null,
    flags: [],
    ...row,
  };
}

export function trendOf(rows: readonly TrendRow[], trend: Partial<Trend> = {}): Trend {
  return {
    family: 'tiny-lm',
    baseline: { family: 'reference', version: 2 },
    suite: 'core@1',
    regime: 'practice',
    depth: 'standard',
    scales: ['reasoning@1'],
    graderVersion: 1,
    computeNote: 'without the tokenizer',
    series: [],
    rows: [...rows],
    ...trend,
  };
}
