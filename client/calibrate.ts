import pLimit from 'p-limit';
import type { RunTrial } from '../domains/execution.ts';
import { gradeWith } from '../domains/task.ts';
import { isFatal, ProviderError } from '../providers/contract.ts';
import type { CalibrationModel, ModelAnswer } from './calibration-models.ts';
import type { CalibrationInstance } from './instances.ts';
import { type CalibrationLine, ResponsesError, type ResponsesFile } from './responses-file.ts';

export interface CollectOptions {
  readonly instances: readonly CalibrationInstance[];
  readonly models: readonly CalibrationModel[];
  /** Grows by every answer as it arrives; what it holds already is not asked again. */
  readonly file: ResponsesFile;
  /** Stops asking; what is under way is still answered and kept. */
  readonly stop: AbortSignal;
  /** Runs answers that are programs. */
  readonly run: RunTrial;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Collected {
  readonly responses: readonly CalibrationLine[];
  /** Pairs of an instance and a model that have no response yet. */
  readonly missing: number;
  /** Why the last of them has none. */
  readonly failure: string | null;
}

/** Tasks in a row that a model may leave unanswered, each in several tries, before it is left alone. */
const failuresInRowMax = 3;

/**
 * Puts every instance of the crossed design to every model, as far as the file does not hold the answer, and keeps
 * each graded answer in the file as it arrives. Failures that may pass leave holes. Throws `ProviderError` where
 * asking again cannot help, and `ResponsesError` where the file belongs to another design.
 */
export async function collectResponses(options: CollectOptions): Promise<Collected> {
  const { instances, models, file, onProgress } = options;
  requireSameDesign(file.known, instances);
  const asked = new Set(models.map(({ name }) => name));
  const responses = [...file.known];
  let done = responses.filter(({ model }) => asked.has(model)).length;
  const total = instances.length * models.length;
  const broken = new AbortController();
  let failure: string | null = null;

  const keep = async (response: CalibrationLine) => {
    await file.append(response);
    responses.push(response);
    done++;
    onProgress(done, total);
  };
  const round: Round = {
    keep,
    run: options.run,
    stop: AbortSignal.any([options.stop, broken.signal]),
    fail: (message) => {
      failure = message;
    },
  };
  // All settle before anything is thrown, so that what is under way elsewhere is still kept.
  const outcomes = await Promise.allSettled(
    models.map(async (model) => {
      const own = new Set(
        file.known.filter((known) => known.model === model.name).map((known) => known.instance),
      );
      await askAll(
        model,
        instances.filter(({ name }) => !own.has(name)),
        own.size > 0,
        round,
      ).catch((error: unknown) => {
        broken.abort();
        throw error;
      });
    }),
  );
  const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
  if (rejected) throw rejected.reason;
  return { responses, missing: total - done, failure };
}

interface Round {
  readonly keep: (response: CalibrationLine) => Promise<void>;
  readonly fail: (message: string) => void;
  readonly run: RunTrial;
  readonly stop: AbortSignal;
}

async function askAll(
  model: CalibrationModel,
  open: readonly CalibrationInstance[],
  heardBefore: boolean,
  { keep, fail, run, stop }: Round,
): Promise<void> {
  const limit = pLimit(model.parallel);
  let heard = heardBefore;
  let failuresInRow = 0;
  let fatal: unknown = null;

  async function ask(instance: CalibrationInstance): Promise<void> {
    if (stop.aborted || fatal !== null || failuresInRow >= failuresInRowMax) return;
    try {
      const answer = await model.answer(instance, stop);
      heard = true;
      failuresInRow = 0;
      await keep(await lineOf(model, instance, answer, run));
    } catch (error) {
      if (!(error instanceof ProviderError) || isFatal(error)) fatal ??= error;
      else if (error.code === 'TimedOut' && heard) {
        // A model that loops gains nothing by it: while it answers others, this counts as cut off.
        await keep(await lineOf(model, instance, { text: '', truncated: true }, run));
      } else if (error.code !== 'Cancelled') {
        failuresInRow++;
        fail(`${model.name}: ${error.message}`);
      }
    }
  }

  await Promise.all(open.map((instance) => limit(() => ask(instance))));
  if (fatal !== null) throw fatal;
}

async function lineOf(
  model: CalibrationModel,
  { name, skill, task }: CalibrationInstance,
  { text, truncated }: ModelAnswer,
  run: RunTrial,
): Promise<CalibrationLine> {
  const { reference, features } = task();
  const { score, cause, aspects } = await gradeWith(run, skill, reference, text, truncated);
  return {
    model: model.name,
    kind: model.kind,
    skill: skill.id,
    instance: name,
    features,
    score,
    ...(cause === null && aspects?.novelty !== undefined && { novelty: aspects.novelty }),
  };
}

function requireSameDesign(
  known: readonly CalibrationLine[],
  instances: readonly CalibrationInstance[],
): void {
  const names = new Set(instances.map(({ name }) => name));
  const other = known.find(({ instance }) => !names.has(instance));
  if (other === undefined) return;
  throw new ResponsesError(
    `the responses file holds an answer to ${other.instance}, which this design lacks: give the seed and the instances that the file was made with, or another file`,
  );
}
