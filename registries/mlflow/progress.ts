import { z } from 'zod';
import { computeUnits, type ListedCheckpoint } from '../contract.ts';
import { progressIn } from '../names.ts';
import type { Metric, Tags } from './api.ts';
import type { MlflowEntry } from './entries.ts';

export type Progress = Pick<ListedCheckpoint, 'step' | 'tokens' | 'flops' | 'compute'>;

/** What trainers call it, in tags and in metrics; the first that is there counts. */
const flopsKeys = ['flops', 'total_flos'];
const tokensKeys = ['tokens', 'num_input_tokens_seen'];

const count = z.coerce.number().int().nonnegative();
const amount = z.coerce.number().nonnegative();
const unit = z.enum(computeUnits);

/** Thrown for a tag that says progress and cannot be read; the message is a sentence. */
class UnreadableTag extends Error {}

/** What the registry alone says of how far a checkpoint's training had come, or why its tags cannot be read. */
export function progressOf(entry: MlflowEntry): { readonly progress: Progress } | { readonly fault: string } {
  try {
    const tagged = progressOfTags(entry.tags);
    const named = entry.names.map(progressIn).find(({ step }) => step !== undefined) ?? {};
    const step = tagged.step ?? named.step;
    const linked = step === undefined ? {} : progressAt(step, entry.metrics);
    return { progress: { ...named, ...linked, ...tagged } };
  } catch (error) {
    if (error instanceof UnreadableTag) return { fault: error.message };
    throw error;
  }
}

export function saysCompute({ compute, flops, tokens }: Progress): boolean {
  return compute !== undefined || flops !== undefined || tokens !== undefined;
}

function progressOfTags(tags: Tags): Progress {
  const read = <Schema extends z.ZodType>(keys: readonly string[], schema: Schema) =>
    tagValue(tags, keys, schema);
  const value = read(['compute'], amount);
  const computeUnit = read(['compute_unit'], unit);
  if ((value === undefined) !== (computeUnit === undefined)) {
    throw new UnreadableTag('Its tags hold one of compute and compute_unit and not the other.');
  }
  return {
    ...given('step', read(['step'], count)),
    ...given('tokens', read(tokensKeys, amount)),
    ...given('flops', read(flopsKeys, amount)),
    ...(value === undefined || computeUnit === undefined ? {} : { compute: { value, unit: computeUnit } }),
  };
}

function tagValue<Schema extends z.ZodType>(tags: Tags, keys: readonly string[], schema: Schema) {
  const tag = keys.map((key) => tags.find((each) => each.key === key)).find((found) => found !== undefined);
  if (tag === undefined || tag.value.trim() === '') return undefined;
  const parsed = schema.safeParse(tag.value.trim());
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]?.message ?? 'does not fit';
  throw new UnreadableTag(`Its tag ${tag.key} cannot be read: ${issue.slice(0, 120)}.`);
}

/** Tokens and FLOPs at a step by metrics of it. */
export function progressAt(step: number, metrics: readonly Metric[]): Progress {
  return {
    ...given('tokens', counted(tokensKeys, step, metrics)),
    ...given('flops', counted(flopsKeys, step, metrics)),
  };
}

/** The metrics among `metrics` that say compute, at most one for tokens and one for FLOPs. */
export function computeMetrics(metrics: readonly Metric[]): readonly Metric[] {
  return [flopsKeys, tokensKeys].flatMap((keys) => {
    const key = keys.find((each) => metrics.some((metric) => metric.key === each));
    return metrics.filter((metric) => metric.key === key).slice(-1);
  });
}

/**
 * The value at a step, on the line between the values logged before and after it where none was logged at it, since
 * tokens and FLOPs grow evenly; undefined outside of what was logged. A trainer that does not count leaves a 0.
 */
function counted(keys: readonly string[], step: number, metrics: readonly Metric[]): number | undefined {
  const key = keys.find((each) => metrics.some((metric) => metric.key === each));
  const logged = metrics
    .filter((metric) => metric.key === key && Number.isFinite(metric.value))
    .toSorted((a, b) => a.step - b.step);
  const before = logged.findLast((metric) => metric.step <= step);
  const after = logged.find((metric) => metric.step >= step);
  if (before === undefined || after === undefined) return undefined;
  const share = after.step === before.step ? 0 : (step - before.step) / (after.step - before.step);
  const value = before.value + share * (after.value - before.value);
  return value > 0 || (value === 0 && step === 0) ? value : undefined;
}

function given<Key extends keyof Progress>(key: Key, value: Progress[Key] | undefined) {
  return (value === undefined ? {} : { [key]: value }) as {
    readonly [Name in Key]?: NonNullable<Progress[Name]>;
  };
}
