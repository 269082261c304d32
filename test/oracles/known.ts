import type { RunTrial, Trial, TrialResult } from '../../domains/execution.ts';
import { canonicalJson, type Json } from '../../domains/json.ts';

export type Oracle = Readonly<Record<string, string>>;

/** A trial of which it is known what it comes to. */
export interface KnownTrial {
  readonly trial: Trial;
  readonly result: TrialResult;
}

export async function comesOut({ trial, result }: KnownTrial, run: RunTrial): Promise<boolean> {
  const { end, outcomes } = await run(trial);
  return (
    end === result.end &&
    canonicalJson(outcomes as unknown as Json) === canonicalJson(result.outcomes as unknown as Json)
  );
}

/** Of several files the one that has the function is the entry. */
export function programOfFiles(
  language: Trial['program']['language'],
  files: Readonly<Record<string, string>>,
  name: string,
): Trial['program'] {
  const head = `${language === 'javascript' ? 'function' : 'def'} ${name}(`;
  const entry = Object.keys(files).find((file) => files[file]!.includes(head));
  return { language, files, entry: entry ?? '' };
}
