import { referenceAreaMax, referenceAreaMin, windowPointsMin, windowWidthMin } from './constants.ts';

/** Why a PE is not estimable. */
export const notEstimableReasons = [
  'no-baseline',
  'compute-unknown',
  'compute-zero',
  'model-points',
  'baseline-points',
  'no-overlap',
  'window-narrow',
  'model-points-in-window',
  'baseline-points-in-window',
  'baseline-at-chance',
  'baseline-at-ceiling',
  'domains-not-estimable',
] as const;
export type NotEstimableReason = (typeof notEstimableReasons)[number];

const sentences: Readonly<Record<NotEstimableReason, string>> = {
  'no-baseline': 'No baseline is set, so there is nothing to divide by.',
  'compute-unknown': 'The training compute of this checkpoint is not known in the unit of its family.',
  'compute-zero': 'This checkpoint has no training compute yet, and a logarithmic axis does not begin at 0.',
  'model-points': `The family has fewer than ${windowPointsMin} measured checkpoints up to this one.`,
  'baseline-points': `The baseline has fewer than ${windowPointsMin} measured checkpoints.`,
  'no-overlap': 'Family and baseline have no range of compute in common.',
  'window-narrow': `Family and baseline share less than ${windowWidthMin} powers of ten of compute.`,
  'model-points-in-window': `The family has fewer than ${windowPointsMin} measured checkpoints in the range of compute shared with the baseline.`,
  'baseline-points-in-window': `The baseline has fewer than ${windowPointsMin} measured checkpoints in the range of compute shared with the family.`,
  'baseline-at-chance': `The baseline's mean performance may be as low as ${referenceAreaMin}; a ratio to that is noise.`,
  'baseline-at-ceiling': `The baseline's mean performance is above ${referenceAreaMax} and leaves no room above it.`,
  'domains-not-estimable': 'Not every domain of the suite has an estimable PE.',
};

/** The reason as a sentence for people. */
export function reasonSentence(reason: NotEstimableReason): string {
  return sentences[reason];
}

export type MismatchCode = 'DOMAIN_MISMATCH' | 'SUITE_MISMATCH' | 'SCALE_MISMATCH' | 'UNIT_MISMATCH';

/** Two curves that must not be compared: a bug of the caller, never a result. */
export class CurveMismatch extends Error {
  override readonly name = 'CurveMismatch';
  readonly code: MismatchCode;

  constructor(code: MismatchCode, model: string, baseline: string) {
    const what = code.split('_')[0]!.toLowerCase();
    super(`curves of different ${what} cannot be compared: ${model} against baseline ${baseline}`);
    this.code = code;
  }
}
