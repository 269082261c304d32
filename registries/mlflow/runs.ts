import pLimit from 'p-limit';
import { RegistryError } from '../contract.ts';
import type { Metric, MlflowApi, Run } from './api.ts';
import type { MlflowEntry } from './entries.ts';
import { computeMetrics, type Progress, progressAt, saysCompute } from './progress.ts';

/** Bounds what one look at a registry costs; checkpoints of further runs are listed without what those say. */
const runsMax = 2_000;
const requestsAtOnce = 4;

export interface Known {
  readonly entry: MlflowEntry;
  readonly progress: Progress;
}

/** Fills in from their runs what checkpoints do not say themselves. Asks for no run that is not needed. */
export async function withRunProgress(
  known: readonly Known[],
  api: MlflowApi,
  signal: AbortSignal,
): Promise<readonly Known[]> {
  const wanting = known.filter(
    ({ entry, progress }) => entry.runId !== '' && (progress.step === undefined || !saysCompute(progress)),
  );
  const runIds = [...new Set(wanting.map(({ entry }) => entry.runId))].slice(0, runsMax);
  const limit = pLimit(requestsAtOnce);
  const filled = limit.map(runIds, async (runId) => {
    const run = await runIfReadable(api, runId, signal);
    if (run === null) return [];
    const left = known.filter(({ entry }) => entry.runId === runId);
    const alone = new Set(left.map(({ entry }) => entry.pin?.identity)).size === 1;
    const history = memoised((key) => api.history(runId, key, signal));
    const ofRun = wanting.filter(({ entry }) => entry.runId === runId);
    return await Promise.all(ofRun.map((each) => filledIn(each, run, alone, history)));
  });
  const byEntry = new Map((await filled.finally(limit.clearQueue)).flat().map((each) => [each.entry, each]));
  return known.map((each) => byEntry.get(each.entry) ?? each);
}

/** A run that was deleted, or that this token may not read, says nothing; a server that is away is asked again later. */
async function runIfReadable(api: MlflowApi, runId: string, signal: AbortSignal): Promise<Run | null> {
  try {
    return await api.run(runId, signal);
  } catch (error) {
    const code = error instanceof RegistryError ? error.code : null;
    if (code === 'RegistryNotFound' || code === 'RegistryForbidden') return null;
    throw error;
  }
}

async function filledIn(
  { entry, progress }: Known,
  run: Run,
  alone: boolean,
  history: (key: string) => Promise<readonly Metric[]>,
): Promise<Known> {
  const latest = computeMetrics(run.data.metrics);
  const step = progress.step ?? outputStep(run, entry.modelId) ?? lastStep(run, latest, alone);
  if (step === undefined) return { entry, progress };
  if (saysCompute(progress)) return { entry, progress: { ...progress, step } };
  const atStep = latest.every((metric) => metric.step === step)
    ? latest
    : (await Promise.all(latest.map(({ key }) => history(key)))).flat();
  return { entry, progress: { ...progressAt(step, atStep), ...progress, step } };
}

/** The step at which the run logged the model; MLflow says 0 where the trainer said none. */
function outputStep({ outputs }: Run, modelId: string | null): number | undefined {
  const step = outputs.model_outputs.find((output) => output.model_id === modelId)?.step;
  return step === 0 ? undefined : step;
}

/** Where a run has ended and left one checkpoint, that is how far it came. */
function lastStep({ info }: Run, latest: readonly Metric[], alone: boolean): number | undefined {
  if (!alone || info.status === 'RUNNING' || info.status === 'SCHEDULED') return undefined;
  const step = Math.max(0, ...latest.map((metric) => metric.step));
  return step === 0 ? undefined : step;
}

function memoised<Value>(load: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const loaded = new Map<string, Promise<Value>>();
  return (key) => {
    const value = loaded.get(key) ?? load(key);
    loaded.set(key, value);
    return value;
  };
}
