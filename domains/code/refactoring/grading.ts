/** How much of what was asked for an answer has done, by its syntax trees. */

import type { Facts } from './syntax.ts';

/** What the facts of an answer are held against. */
export interface Wanted {
  /** As the program was; what is inside a function goes by the name that the function has afterwards. */
  readonly before: Facts;
  readonly after: Facts;
}

/**
 * The share of new facts that an answer has, among these and all that is wrong besides: facts that must go and have not,
 * those that must stay and have not, and definitions and imports that nobody asked for. So nothing is earned for files
 * that stay as they are, nor for taking things away alone.
 */
export function shareRefactored({ before, after }: Wanted, answer: Facts): number {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  const isNew = (key: string) => after.has(key) && before.get(key) !== after.get(key);
  const wanted = keys.filter(isNew);
  const right = wanted.filter((key) => answer.get(key) === after.get(key));
  const wrong = keys.filter((key) => !isNew(key) && answer.get(key) !== after.get(key));
  const added = [...answer.keys()].filter(
    (key) => /^(?:define|import) /.test(key) && !before.has(key) && !after.has(key),
  );
  return right.length / (wanted.length + wrong.length + added.length);
}

/**
 * The facts of the program before and after. `names` gives functions that keep on under another name that name; what
 * is local to functions that are new is theirs to choose. Of mentions those of `globals` count.
 */
export function wantedFacts(
  before: Facts,
  after: Facts,
  globals: ReadonlySet<string>,
  names: ReadonlyMap<string, string>,
): Wanted {
  const kept = new Set(names.values());
  const counts = (key: string) => {
    const [kind, holder, name] = key.split(' ');
    return kind === 'local' ? kept.has(holder!) : kind !== 'mention' || globals.has(name!);
  };
  const counting = (facts: Iterable<readonly [string, string]>) =>
    new Map([...facts].filter(([key]) => counts(key)));
  return {
    before: counting([...before].map(([key, value]) => [withHolder(key, names), value])),
    after: counting(after),
  };
}

function withHolder(key: string, names: ReadonlyMap<string, string>): string {
  const [kind, holder, ...rest] = key.split(' ');
  if (kind === 'define' || kind === 'import' || kind === 'parameters') return key;
  return [kind, names.get(holder!) ?? holder, ...rest].join(' ');
}
