/** How much of what was asked for an answer has done, by its syntax trees. */

import type { Facts } from './syntax.ts';

export interface Refactored {
  readonly share: number;
  /** The share that an answer gets in which nothing is left. */
  readonly chance: number;
}

/** What the facts of an answer are held against. */
export interface Wanted {
  /** As the program was; what is inside a function goes by the name that the function has afterwards. */
  readonly before: Facts;
  readonly after: Facts;
}

/**
 * The facts that must change and have done so, among these and those that must stay and have not. Nothing is earned for
 * files that stay as they are, nor for more definitions and imports than there must be.
 */
export function refactored({ before, after }: Wanted, answer: Facts): Refactored {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changing = [...keys].filter((key) => before.get(key) !== after.get(key));
  const right = changing.filter((key) => answer.get(key) === after.get(key));
  const broken = [...keys].filter(
    (key) => before.get(key) === after.get(key) && answer.get(key) !== after.get(key),
  );
  const added = [...answer.keys()].filter((key) => /^(?:define|import) /.test(key) && !keys.has(key));
  return {
    share: right.length / (changing.length + broken.length + added.length),
    chance: changing.filter((key) => !after.has(key)).length / changing.length,
  };
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
