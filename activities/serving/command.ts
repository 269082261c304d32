import { isAbsolute } from 'node:path';
import type { ServingOrder } from '../../schema/servings.ts';
import { Refusal } from '../failure.ts';
import { filledTemplate } from '../template.ts';

/** Variables that are kept from a served program by their names, beside those that hold keys of endpoints. */
const secretName = /^ETUDE_|KEY|TOKEN|SECRET|PASSW|CREDENTIAL/i;

type Placed = Pick<ServingOrder, 'label' | 'step' | 'digest' | 'location' | 'baseUrl'>;

/**
 * The arguments of a command with their placeholders filled in, one by one, so that no name adds an argument. Nor does
 * one become an option: a dash at the beginning has to be in the command.
 */
export function servedArguments(command: readonly string[], checkpoint: Placed): string[] {
  return command.map((argument) => {
    const filled = filledPlaces(argument, checkpoint);
    if (filled.startsWith('-') && !argument.startsWith('-')) {
      throw new Refusal(
        'InvalidRegistration',
        `${argument} becomes the option ${filled} for checkpoint ${checkpoint.label}: write it behind an option's name and =`,
      );
    }
    return filled;
  });
}

/** A text with {path}, {label}, {step}, {digest}, {host} and {port} filled in, the last two the endpoint's. */
export function filledPlaces(text: string, checkpoint: Placed): string {
  const { label, step, digest, location, baseUrl } = checkpoint;
  const { hostname, port, protocol } = new URL(baseUrl);
  const values = {
    path: isAbsolute(location) ? location : null,
    label,
    digest,
    step: step === null ? null : String(step),
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? defaultPort(protocol) : port,
  };
  return filledTemplate(text, values, (placeholder) =>
    placeholder === '{path}'
      ? `{path} is for checkpoints in folders, and ${label} is at ${location}`
      : `${text} names ${placeholder}, and checkpoint ${label} has none`,
  );
}

function defaultPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}

/** What a served program sees of the worker's environment: none of our settings, and nothing that opens doors. */
export function servedEnvironment(
  environment: NodeJS.ProcessEnv,
  keyVariables: readonly string[],
): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name, value]) => !secretName.test(name) && !keyVariables.includes(name) && !holdsPassword(value),
  );
  return Object.fromEntries(kept);
}

function holdsPassword(value: string | undefined): boolean {
  return value !== undefined && (URL.parse(value)?.password ?? '') !== '';
}
