import type { TrendRow } from '../client/trend.ts';

export const metricNames = ['pe', 'performance', 'ability', 'accuracy'] as const;
export type Metric = (typeof metricNames)[number];

interface MetricMeaning {
  readonly title: string;
  readonly valueOf: (row: TrendRow) => number | null;
  /** Range that a chart shows at least; null where the values themselves set it. */
  readonly range: { readonly min: number; readonly max: number } | null;
}

/** What each metric is called, where it stands in a row, and how far a chart of it reaches. */
export const metrics: Readonly<Record<Metric, MetricMeaning>> = {
  pe: {
    title: 'Practice Efficiency (1 is the baseline)',
    valueOf: ({ pe }) => pe?.value ?? null,
    range: { min: 0, max: 2 },
  },
  performance: {
    title: 'performance (0 is chance, 1 is perfect)',
    valueOf: ({ performance }) => performance.value,
    range: { min: 0, max: 1 },
  },
  ability: {
    title: 'ability (logits)',
    valueOf: ({ ability }) => ability?.theta ?? null,
    range: null,
  },
  accuracy: {
    title: 'accuracy (share of score on random tasks)',
    valueOf: ({ accuracy }) => accuracy?.value ?? null,
    range: { min: 0, max: 1 },
  },
};
