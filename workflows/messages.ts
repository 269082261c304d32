import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { BaselineOrder } from '../schema/baselines.ts';
import type { Registration, TrackingChange } from '../schema/registration.ts';
import type { PollResult, TrackerView } from './family-tracker.ts';

/** Updates of `trackFamily`: every caller wants an answer, so nothing here is a signal. */
export const registerFamily = defineUpdate<RegistrationResult, [Registration]>('registerFamily');
export const configureTracking = defineUpdate<TrackerView, [TrackingChange]>('configureTracking');
export const pollNow = defineUpdate<PollResult>('pollNow');
export const pauseTracking = defineUpdate<TrackerView>('pauseTracking');
export const resumeTracking = defineUpdate<TrackerView>('resumeTracking');
export const stopTracking = defineUpdate<TrackerView>('stopTracking');
/** Freezes a curve of the family as a new version of its baseline; without an order, its training curve. */
export const setBaseline = defineUpdate<BaselineResult, [BaselineOrder?]>('setBaseline');
export const trackerState = defineQuery<TrackerView>('trackerState');

export interface RegistrationResult {
  readonly created: boolean;
  readonly everyMs: number;
}

export interface BaselineResult {
  readonly family: string;
  readonly kind: BaselineOrder['kind'];
  readonly version: number;
  /** Checkpoints on the frozen curve, or places of one checkpoint's practice. */
  readonly points: number;
  /** Whose practice it is; null for a training baseline. */
  readonly checkpoint: string | null;
}
