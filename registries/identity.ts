import { type ListedCheckpoint, type RegistryAdapter, RegistryError } from './contract.ts';

const beatEveryMs = 500;

/**
 * `identify` where the registry itself names the content: nothing is read, but the checkpoint has to be there still,
 * with the content that it was listed with. `look` finds it as it is now, or nothing.
 */
export async function identityStillThere(
  listed: ListedCheckpoint,
  look: () => Promise<ListedCheckpoint | undefined>,
  beat: () => void,
): Promise<string> {
  beat();
  const beating = setInterval(beat, beatEveryMs);
  try {
    const identity = (await look())?.identity ?? null;
    if (identity === null) throw checkpointLost(listed.label);
    if (identity !== listed.identity) throw checkpointChanged(listed.label);
    return identity;
  } finally {
    clearInterval(beating);
  }
}

/** The same where a whole listing is what tells. */
export function identityInListing(list: RegistryAdapter['list']): RegistryAdapter['identify'] {
  return (checkpoint, beat, signal) =>
    identityStillThere(
      checkpoint,
      async () => (await list(signal)).find(({ label }) => label === checkpoint.label),
      beat,
    );
}

export function checkpointLost(label: string): RegistryError {
  return new RegistryError('CheckpointLost', `${quoted(label)} is no longer in the registry.`);
}

export function checkpointChanged(label: string): RegistryError {
  return new RegistryError('RegistryUnavailable', `${quoted(label)} changed while it was read.`);
}

function quoted(label: string): string {
  return `The checkpoint ${JSON.stringify(label.slice(0, 100))}`;
}
