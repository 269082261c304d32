/** What people rate, with what each score means. */
export interface Criterion {
  readonly name: string;
  readonly question: string;
  /** By score, from 0. */
  readonly anchors: readonly string[];
}

/** Highest score of the criteria below. */
export const criterionScoreMax = 4;

/**
 * Criteria of creative answers: the two that programs tell apart as well, so that people's scores can be held against
 * them (Runco & Jaeger 2012, *Creativity Research Journal* 24, 92–96: effective and original).
 */
export const criteria: readonly Criterion[] = [
  {
    name: 'quality',
    question: 'Does the answer do what the task asks?',
    anchors: [
      'It does not answer the task, or breaks most of its conditions.',
      'It meets some conditions, and breaks several that matter.',
      'It meets most conditions, and breaks one that matters.',
      'It meets all conditions that matter, but something is clumsy or left open.',
      'It meets all conditions, and nothing could be asked for beside it.',
    ],
  },
  {
    name: 'novelty',
    question: 'How unusual is the answer, whether or not it meets the conditions?',
    anchors: [
      'It is the first that comes to mind: nearly everybody would answer so.',
      'It is common: many would answer so.',
      'Some would answer so, after some thought.',
      'Few would answer so: it takes an unexpected step.',
      'Hardly anybody would answer so: I would not have thought of it.',
    ],
  },
];
