import type { TrendRow } from '../client/trend.ts';

export const metricNames = ['pe', 'performance', 'ability', 'accuracy'] as const;
export type Metric = (typeof metricNames)[number];

interface MetricMeaning {
  readonly title: string;
  readonly valueOf: (row: TrendRow) => number | null;
  /** Values that a chart of it shows in any case, so that charts can be compared. */
  readonly shown: readonly number[];
}

/** What each metric is called, where it stands in a row, and how far a chart of it reaches. */
export const metrics: Readonly<Record<Metric, MetricMeaning>> = {
  pe: {
    title: 'Practice Efficiency (1 is the baseline)',
    valueOf: ({ pe }) => pe?.value ?? null,
    shown: [0, 1],
  },
  performance: {
    title: 'performance (0 is chance, 1 is perfect)',
    valueOf: ({ performance }) => performance.value,
    shown: [0, 1],
  },
  ability: {
    title: 'ability (logits)',
    valueOf: ({ ability }) => ability?.theta ?? null,
    shown: [],
  },
  accuracy: {
    title: 'accuracy (share of score on random tasks)',
    valueOf: ({ accuracy }) => accuracy?.value ?? null,
    shown: [0, 1],
  },
};
