import { open, readFile, truncate } from 'node:fs/promises';
import { z } from 'zod';
import type { Domain } from '../domains/contract.ts';

/**
 * One line of a responses file: what a model scored on an instance. `features` holds what the instance realises of
 * each of its skill's parameters; `kind` says what sort of reader the model is, `language-model` for one.
 */
const lineSchema = z.object({
  model: z.string().min(1),
  kind: z.string().min(1).default('unknown'),
  skill: z.string().min(1),
  instance: z.string().min(1),
  features: z.record(z.string(), z.number()),
  score: z.number().min(0).max(1),
  /** Of a valid answer in a skill that tells it apart, 0 to 1. */
  novelty: z.number().min(0).max(1).optional(),
});

export type CalibrationLine = z.infer<typeof lineSchema>;

/** A line that cannot be used; the message names it. */
export class ResponsesError extends Error {
  override readonly name = 'ResponsesError';
}

/**
 * The responses of a file, in order. Empty lines are passed over. Throws `ResponsesError` for a line that is no
 * response, that names a skill which the domain lacks, that lacks a feature, or that repeats a model's answer to an
 * instance.
 */
export async function readResponses(file: string, domain: Domain): Promise<CalibrationLine[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ResponsesError(`${file} cannot be read (${error.code ?? error.message})`, { cause: error });
  });
  return parseResponses(text, file, domain);
}

function parseResponses(text: string, file: string, domain: Domain): CalibrationLine[] {
  const seen = new Map<string, number>();
  const features = new Map<string, string>();
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const fail = (what: string) => new ResponsesError(`${file}, line ${index + 1}: ${what}`);
    const response = parseLine(line, fail);
    requireFeatures(response, domain, fail);
    const answer = JSON.stringify([response.model, response.instance]);
    const before = seen.get(answer);
    if (before !== undefined) {
      throw fail(`${response.model} has answered ${response.instance} already, in line ${before}`);
    }
    seen.set(answer, index + 1);
    const shape = JSON.stringify([response.skill, Object.entries(response.features).sort()]);
    if ((features.get(response.instance) ?? shape) !== shape) {
      throw fail(`instance ${response.instance} has another skill or other features in an earlier line`);
    }
    features.set(response.instance, shape);
    return [response];
  });
}

function parseLine(line: string, fail: (what: string) => ResponsesError): CalibrationLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw fail(`it is not JSON (${(error as Error).message})`);
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fail(`${issue?.path.join('.') || 'the line'}: ${issue?.message}`);
}

function requireFeatures(
  response: CalibrationLine,
  domain: Domain,
  fail: (what: string) => ResponsesError,
): void {
  const skill = domain.skills.find(({ id }) => id === response.skill);
  if (skill === undefined) {
    const known = domain.skills.map(({ id }) => id).join(', ');
    throw fail(`domain ${domain.id} has no skill ${response.skill}; it has ${known}`);
  }
  const missing = Object.keys(skill.parameters).find((name) => response.features[name] === undefined);
  if (missing !== undefined) throw fail(`features lack ${missing} of skill ${skill.id}`);
}

/** A responses file that grows by a line an answer, whole lines only. */
export interface ResponsesFile {
  /** What the file held when it was opened. */
  readonly known: readonly CalibrationLine[];
  append(response: CalibrationLine): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a responses file to go on with, and makes it where there is none. A last line without its end is what a
 * killed process left: it is cut off, and its instance asked again. Throws `ResponsesError`.
 */
export async function openResponses(file: string, domain: Domain): Promise<ResponsesFile> {
  const handle = await open(file, 'a+');
  try {
    const text = await readFile(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) await truncate(file, Buffer.byteLength(whole));
    const known = parseResponses(whole, file, domain);
    let written: Promise<unknown> = Promise.resolve();
    const append = async (response: CalibrationLine) => {
      written = written.then(() => handle.appendFile(`${JSON.stringify(response)}\n`));
      await written;
    };
    return { known, append, close: () => written.finally(() => handle.close()).then(() => undefined) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
