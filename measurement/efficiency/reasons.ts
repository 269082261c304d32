import type { Kind } from '../../schema/shapes.ts';
import {
  practicePointsMin,
  practiceWidthMin,
  referenceAreaMax,
  referenceAreaMin,
  windowPointsMin,
  windowWidthMin,
} from '../constants.ts';

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

type Sentences = Readonly<Record<NotEstimableReason, string>>;

const ofTraining: Sentences = {
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

const practiceBlocksMin = practicePointsMin - 1;

const ofPractice: Sentences = {
  ...ofTraining,
  'no-baseline': 'No practice baseline is set, so there is nothing to divide by.',
  'model-points': `The checkpoint has practised in fewer than ${practiceBlocksMin} blocks.`,
  'baseline-points': `The practice baseline has fewer than ${practiceBlocksMin} blocks.`,
  'no-overlap': 'Checkpoint and baseline have no range of practice in common.',
  'window-narrow': `Checkpoint and baseline share less than ${practiceWidthMin} powers of ten of practice.`,
  'model-points-in-window': `The checkpoint has fewer than ${windowPointsMin} measured places in the range of practice shared with the baseline.`,
  'baseline-points-in-window': `The baseline has fewer than ${windowPointsMin} measured places in the range of practice shared with the checkpoint.`,
};

/** The reason as a sentence for people. */
export function reasonSentence(reason: NotEstimableReason, kind: Kind = 'training'): string {
  return (kind === 'training' ? ofTraining : ofPractice)[reason];
}

export type MismatchCode =
  | 'DOMAIN_MISMATCH'
  | 'SUITE_MISMATCH'
  | 'SCALE_MISMATCH'
  | 'UNIT_MISMATCH'
  | 'ORIGIN_MISMATCH';

const subjects: Readonly<Record<MismatchCode, string>> = {
  DOMAIN_MISMATCH: 'domain',
  SUITE_MISMATCH: 'suite',
  SCALE_MISMATCH: 'scale',
  UNIT_MISMATCH: 'compute unit',
  ORIGIN_MISMATCH: 'compute origin',
};

/** Two curves that must not be compared: never mixed into a result. */
export class CurveMismatch extends Error {
  override readonly name = 'CurveMismatch';
  readonly code: MismatchCode;

  constructor(code: MismatchCode, model: string, baseline: string) {
    super(`curves of different ${subjects[code]} cannot be compared: ${model} against baseline ${baseline}`);
    this.code = code;
  }
}
