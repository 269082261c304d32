import { z } from 'zod';
import { isWeights } from '../directory/content.ts';

/** `model-00001-of-00003.safetensors`. */
const numbered = /^(.*-)(\d+)(-of-(\d+)\.[^/]+)$/;
const index = /^(.*)(\.[^./]+)\.index\.json$/;

/** Which file is missing of weights whose names count them, one sentence, or null. */
export function faultOfNumbers(names: ReadonlySet<string>): string | null {
  const checked = new Set<string>();
  for (const path of names) {
    const parts = isWeights(path) ? numbered.exec(path) : null;
    if (parts === null) continue;
    const [, before, { length: width } = '', after, total] = parts;
    const at = (number: number) => `${before}${String(number).padStart(width, '0')}${after}`;
    if (checked.has(at(0))) continue;
    checked.add(at(0));
    const first = names.has(at(0)) ? 0 : 1;
    for (let number = first; number < first + Number(total); number++) {
      if (!names.has(at(number))) return `Of its numbered weights ${quoted(at(number))} is not there.`;
    }
  }
  return null;
}

/** Indexes of weights that have to be read, as no numbers beside them say how many files belong to them. */
export function indexesToRead(names: ReadonlySet<string>): readonly string[] {
  return [...names].filter((path) => {
    const [, stem, suffix] = index.exec(path) ?? [];
    if (stem === undefined || suffix === undefined) return false;
    return ![...names].some(
      (name) => name.startsWith(`${stem}-`) && name.endsWith(suffix) && numbered.test(name),
    );
  });
}

const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });

/** Why an index of weights and the files beside it do not fit, one sentence; null where all that it names is there. */
export function faultOfIndex(path: string, text: string, names: ReadonlySet<string>): string | null {
  const { data } = indexSchema.safeParse(jsonOf(text));
  if (data === undefined) return `The index of its weights, ${quoted(path)}, is none.`;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const missing = Object.values(data.weight_map).find((shard) => !names.has(folder + shard));
  if (missing === undefined) return null;
  return `The index of its weights names ${quoted(missing)}, which is not there.`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function quoted(path: string): string {
  return JSON.stringify(path.slice(0, 100));
}
