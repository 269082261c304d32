import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { UsageError } from './output.ts';

export interface YamlEntry {
  readonly value: unknown;
  /** `family.yaml:3`, for messages. */
  readonly place: string;
}

/**
 * The keys of a YAML file that holds one flat mapping. Throws `UsageError` with the line for what is no YAML, for a
 * key that is not in `known`, and for a value that is no plain text, number or truth value, nor, where the key is one of
 * `lists`, a list of texts and numbers, which are texts then.
 */
export async function readYamlFile(
  path: string,
  known: readonly string[],
  lists: readonly string[] = [],
): Promise<Map<string, YamlEntry>> {
  const lines = new LineCounter();
  const document = parseDocument(await textOf(path), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => `${path}:${lines.linePos(offset ?? 0).line}`;
  const [error] = document.errors;
  if (error) throw new UsageError(`${at(error.pos[0])}: ${error.message}`);
  const { contents } = document;
  if (!isMap(contents)) throw new UsageError(`${path}:1: the file must hold lines like "registry: dir:runs"`);
  const entries = new Map<string, YamlEntry>();
  for (const { key, value } of contents.items) {
    const place = at(isScalar(key) ? key.range?.[0] : undefined);
    const name = isScalar(key) ? String(key.value) : '';
    if (!known.includes(name)) {
      throw new UsageError(`${place}: there is no key ${JSON.stringify(name)}; there is ${known.join(', ')}`);
    }
    if (lists.includes(name) && isSeq(value)) {
      entries.set(name, { value: textsOf(value.items, `${place}: ${name}`), place });
      continue;
    }
    if (!isScalar(value) || value.value === null) {
      throw new UsageError(`${place}: ${name} must have one plain value`);
    }
    entries.set(name, { value: value.value, place });
  }
  return entries;
}

function textsOf(items: readonly unknown[], as: string): string[] {
  return items.map((item) => {
    const plain = isScalar(item) ? item : undefined;
    // As it is written: 8_000 and 1.0 are arguments like any other.
    const text = typeof plain?.value === 'string' ? plain.value : plain?.source;
    if (text === undefined || plain?.value === null)
      throw new UsageError(`${as} must be a list of plain values`);
    return text;
  });
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
