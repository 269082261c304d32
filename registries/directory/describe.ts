import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { computeUnits, type ListedCheckpoint } from '../contract.ts';
import { type JsonFault, parseTolerantJson } from '../tolerant-json.ts';
import { trainerStateOf, trainerStateSchema } from '../trainer-state.ts';
import { isWeights, stableMarker } from './content.ts';
import { fileErrorCode, type SeenFile, type SeenFolder, unlessGone } from './look.ts';
import { isMarkedWhole, type Rest, unsettled, workUnderWay } from './rest.ts';

/** What a folder says of its checkpoint, and whether that may be believed. */
export type Description = Omit<ListedCheckpoint, 'identity' | 'label' | 'location'>;

/** Folders of the Hugging Face Trainer carry their step in their name. */
export const trainerFolder = /^checkpoint-(\d+)$/;
/** The file by which any other trainer says what a folder holds. It should be written last. */
export const checkpointFile = 'checkpoint.json';
const trainerStateFile = 'trainer_state.json';

/** A longer state file is not worth the memory: its log has grown without bound. */
const jsonMaxBytes = 32 * 1024 * 1024;

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();

const checkpointSchema = z.object({
  step: count,
  compute: z.object({ value: amount, unit: z.enum(computeUnits) }).optional(),
  tokens: amount.optional(),
  flops: amount.optional(),
  createdAt: z.iso.datetime({ offset: true }).optional(),
});

/**
 * Reads a folder's own words. What is still missing once nothing has changed for a good while will not come, so
 * that `writing` becomes `broken`, and weights that are not there are kept elsewhere.
 */
export async function describe(label: string, seen: SeenFolder, rest: Rest): Promise<Description> {
  const { quiet } = rest;
  const unfinished = (reason: string): Description => ({ state: quiet ? 'broken' : 'writing', reason });
  if (seen.fault !== null) return { ...stepOfName(label), state: 'broken', reason: seen.fault };
  const marked = isMarkedWhole(seen, rest);
  const byFile = fileNamed(seen, checkpointFile) !== undefined;
  const described = byFile
    ? await describedByFile(seen, unfinished)
    : await describedByTrainer(label, seen, { quiet, marked }, unfinished);
  if (described.state !== 'ready') return described;
  const shard = await missingShard(seen);
  const reason =
    shard === null
      ? (workUnderWay(seen, { quiet, marked }) ?? (byFile ? unsettled(rest, marked) : null))
      : `The index of its weights names ${shard}, which is not there.`;
  return reason === null ? described : { ...described, ...unfinished(reason) };
}

async function describedByFile(
  seen: SeenFolder,
  unfinished: (reason: string) => Description,
): Promise<Description> {
  const read = await readJson(fileNamed(seen, checkpointFile)!, checkpointSchema);
  if (read.fault === 'truncated') return unfinished(read.reason);
  if (read.fault !== null) return { state: 'broken', reason: read.reason };
  const { compute, tokens, flops, createdAt, step } = read.value;
  return { step, ...known({ compute, tokens, flops, createdAt }), state: 'ready' };
}

async function describedByTrainer(
  label: string,
  seen: SeenFolder,
  { quiet, marked }: { readonly quiet: boolean; readonly marked: boolean },
  unfinished: (reason: string) => Description,
): Promise<Description> {
  const named = stepOfName(label);
  const stateFile = fileNamed(seen, trainerStateFile);
  if (stateFile === undefined) {
    if (marked || (quiet && (await holdsWholeIndex(seen)))) return { ...named, state: 'ready' };
    return {
      ...named,
      ...unfinished(
        `It has no ${trainerStateFile}, which the trainer writes last, and no file ${stableMarker}.`,
      ),
    };
  }
  const read = await readJson(stateFile, trainerStateSchema);
  if (read.fault === 'truncated') return { ...named, ...unfinished(read.reason) };
  if (read.fault !== null) return { ...named, state: 'broken', reason: read.reason };
  const { step, ...counts } = trainerStateOf(read.value);
  if (step !== named.step) {
    const reason = `Its ${trainerStateFile} says step ${step} where its name says ${named.step}.`;
    return { ...named, state: 'broken', reason };
  }
  const attributes = {
    ...named,
    ...counts,
    createdAt: new Date(stateFile.modifiedMs).toISOString(),
  };
  // A folder that is being deleted loses its weights first; one that nobody has touched keeps them elsewhere.
  if (!marked && !quiet && !seen.files.some((file) => isWeights(file.name))) {
    return { ...attributes, state: 'writing', reason: 'It holds no weights yet.' };
  }
  return { ...attributes, state: 'ready' };
}

function stepOfName(label: string): { step?: number } {
  const step = Number(trainerFolder.exec(label)?.[1]);
  return Number.isSafeInteger(step) ? { step } : {};
}

const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });
const indexFiles = ['model.safetensors.index.json', 'pytorch_model.bin.index.json'];

async function holdsWholeIndex(seen: SeenFolder): Promise<boolean> {
  return (
    indexFiles.some((name) => fileNamed(seen, name) !== undefined) && (await missingShard(seen)) === null
  );
}

/** The first file that an index of sharded weights names and the folder lacks; null when none is missing. */
async function missingShard(seen: SeenFolder): Promise<string | null> {
  for (const name of indexFiles) {
    const file = fileNamed(seen, name);
    if (file === undefined) continue;
    const read = await readJson(file, indexSchema);
    if (read.fault !== null) return 'unreadable shards';
    const shards = new Set(Object.values(read.value.weight_map));
    const missing = [...shards].find((shard) => fileNamed(seen, shard) === undefined);
    if (missing !== undefined) return JSON.stringify(missing.slice(0, 100));
  }
  return null;
}

type ReadJson<Value> =
  | { readonly fault: null; readonly value: Value }
  | { readonly fault: JsonFault; readonly reason: string };

/** Reads and checks a JSON file that may be under the pen of a trainer; never throws for what it finds. */
async function readJson<Value>(file: SeenFile, schema: z.ZodType<Value>): Promise<ReadJson<Value>> {
  if (file.sizeBytes > jsonMaxBytes) {
    return { fault: 'malformed', reason: `Its ${file.name} is larger than 32 MB and is not read.` };
  }
  let text: string | null;
  try {
    text = await unlessGone(readFile(file.path, 'utf8'));
  } catch (error) {
    const reason = `Its ${file.name} cannot be read (${fileErrorCode(error) ?? 'unknown'}).`;
    return { fault: 'malformed', reason };
  }
  if (text === null) return { fault: 'truncated', reason: `Its ${file.name} has just gone.` };
  const parsed = parseTolerantJson(text);
  if ('fault' in parsed) {
    const reason = `Its ${file.name} is ${parsed.fault === 'truncated' ? 'not whole JSON' : 'no JSON'}.`;
    return { fault: parsed.fault, reason };
  }
  const checked = schema.safeParse(parsed.value);
  if (checked.success) return { fault: null, value: checked.data };
  const issue = checked.error.issues[0]!;
  const where = issue.path.length === 0 ? '' : `, at ${issue.path.join('.').slice(0, 80)}`;
  return {
    fault: 'malformed',
    reason: `Its ${file.name} is not valid${where}: ${issue.message.slice(0, 120)}.`,
  };
}

function fileNamed(seen: SeenFolder, name: string): SeenFile | undefined {
  return seen.files.find((file) => file.name === name);
}

/** Leaves out what is undefined, which an optional property may not be. */
function known<Attributes extends object>(
  attributes: Attributes,
): { [Key in keyof Attributes]?: Exclude<Attributes[Key], undefined> } {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Attributes]?: Exclude<Attributes[Key], undefined> };
}
