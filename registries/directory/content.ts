/**
 * Which files of a checkpoint make it what it is. Weights do, with the configuration and tokenizer that they are
 * read with; the state that a trainer keeps to go on (optimizer, scheduler, random generators, logs) does not,
 * nor do readmes: two folders that answer alike should have one digest.
 */

const weightSuffixes = [
  '.safetensors',
  '.bin',
  '.gguf',
  '.pt',
  '.pth',
  '.ckpt',
  '.onnx',
  '.msgpack',
  '.h5',
  '.npz',
  '.distcp',
];

/**
 * Names that carry a weight suffix and hold a trainer's state: HF's optimizer.pt, scheduler.pt, rng_state_0.pth,
 * training_args.bin, Accelerate's random_states_0.pkl, DeepSpeed's zero_pp_rank_0_…_optim_states.pt, FSDP's
 * optimizer_0/ folder.
 */
const trainerState =
  /(?:^|\/)(?:optimizer|optim|scheduler|lr_scheduler|scaler|rng_state|random_states|training_args|trainer_state)[^a-z]|optim_states\./i;

/** What weights are read with: configuration, adapter configuration, tokenizer, chat template. */
const companion =
  /(?:^|\/)(?:config\.json|generation_config\.json|adapter_config\.json|params\.json|tokenizer[^/]*|vocab\.(?:json|txt)|merges\.txt|special_tokens_map\.json|added_tokens\.json|chat_template\.(?:jinja|json)|(?:spiece|sentencepiece[^/]*)\.model)$/i;

/** Set beside a checkpoint to say that it is whole; says nothing of what it is. */
export const stableMarker = 'STABLE';

export function isWeights(name: string): boolean {
  const lower = name.toLowerCase();
  return weightSuffixes.some((suffix) => lower.endsWith(suffix)) && !trainerState.test(lower);
}

/**
 * The files, by relative name, that a checkpoint's digest covers: weights and their companions; where there are
 * no weights (an agent described by its settings, weights that are kept elsewhere) every file but the marker.
 */
export function contentOf<File extends { readonly name: string }>(files: readonly File[]): readonly File[] {
  if (!files.some((file) => isWeights(file.name))) return files.filter((file) => file.name !== stableMarker);
  return files.filter((file) => isWeights(file.name) || companion.test(file.name));
}
