import { endsWithQuestion } from '../last-question.ts';
import { numberedTexts, sectionLines } from '../reading.ts';

/** What is stated: about two people, with a verb; or of two statements, by their places in the list, without. */
export interface Stated {
  readonly verb: number | null;
  readonly from: number;
  readonly to: number;
}

export interface Side {
  readonly people: readonly string[];
  readonly traits: readonly string[];
  readonly verbs: readonly string[];
  readonly stated: readonly Stated[];
}

/** What a condition can ask about: partners by person, verbs by verb, and whether statements are carried over. */
export interface View {
  readonly partners: readonly number[];
  readonly verbs: readonly number[];
  readonly carried: (statement: number) => boolean;
  readonly says: (verb: number, from: number, to: number) => boolean;
}

export interface Demand {
  /** What sort of condition it is. */
  readonly kind: string;
  /** People who need partners before it can be told whether it is met. */
  readonly people: readonly number[];
  readonly isMet: (view: View) => boolean;
}

/** So many of the statements between two places in the list, both included, must be carried over. */
export interface Quota {
  readonly first: number;
  readonly last: number;
  readonly least: number;
}

export interface MappingPrompt {
  readonly sides: readonly [Side, Side];
  readonly quotas: readonly Quota[];
  readonly demands: readonly Demand[];
}

const lastSentence = /^Which valid analogy has an unusual strategy\? /;

/** The two circles that the prompt ends with; null when it is of another kind. */
export function readMappingPrompt(prompt: string): MappingPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const verbs = [...prompt.matchAll(/verb of the (?:first|second) circle \(([^)]*)\)/g)].slice(-2);
  const sides = ['first', 'second'].map((which, index) =>
    readSide(
      prompt,
      which,
      [...(verbs[index]?.[1] ?? '').matchAll(/"(\S+)"/g)].map(([, verb]) => verb!),
    ),
  );
  const quotas: Quota[] = [];
  const demands: Demand[] = [];
  for (const text of numberedTexts(sectionLines(prompt, 'An analogy is valid when all of this is true:'))) {
    const quota = /^Of the \d+ statements S(\d+) (?:to|and) S(\d+), at least (\d+) /.exec(text);
    if (quota === null) {
      const demand = readDemand(text, sides[0]!, sides[1]!);
      if (demand === null) return null;
      demands.push(demand);
    } else {
      const [first, last, least] = quota.slice(1).map(Number) as [number, number, number];
      quotas.push({ first: first - 1, last: last - 1, least });
    }
  }
  return quotas.length === 0 ? null : { sides: [sides[0]!, sides[1]!], quotas, demands };
}

function readSide(prompt: string, which: string, verbs: readonly string[]): Side {
  const members = [...prompt.matchAll(new RegExp(`^The ${which} circle: (.+)\\.$`, 'gm'))].at(-1)?.[1] ?? '';
  const found = [...members.matchAll(/(\S+) \((\S+)\)/g)];
  const people = found.map(([, name]) => name!);
  const stated = sectionLines(prompt, `What is stated of the ${which} circle:`).flatMap((line): Stated[] => {
    const above = /^[ST]\d+\. [ST](\d+) leads to [ST](\d+)\.$/.exec(line);
    if (above !== null) return [{ verb: null, from: Number(above[1]) - 1, to: Number(above[2]) - 1 }];
    const [, from, verb, to] = /^[ST]\d+\. (\S+) (\S+) (\S+)\.$/.exec(line) ?? [];
    if (from === undefined) return [];
    return [{ verb: verbs.indexOf(verb!), from: people.indexOf(from), to: people.indexOf(to!) }];
  });
  return { people, traits: found.map(([, , trait]) => trait!), verbs, stated };
}

type Maker = (parts: readonly string[], ours: Side, theirs: Side) => Demand['isMet'];

/** With each pattern the places of our people among its parts. */
const patterns: readonly (readonly [
  kind: string,
  pattern: RegExp,
  people: readonly number[],
  make: Maker,
])[] = [
  [
    'this partner or that',
    /^The partner of (\S+) is (\S+), or the partner of (\S+) is (\S+), or both\.$/,
    [0, 2],
    ([a, x, b, y], ours, theirs) => {
      const [p, q] = [ours.people.indexOf(a!), ours.people.indexOf(b!)];
      const [i, j] = [theirs.people.indexOf(x!), theirs.people.indexOf(y!)];
      return ({ partners }) => partners[p] === i || partners[q] === j;
    },
  ],
  ['not of a trait', /^The partner of (\S+) is someone who is not (\S+)\.$/, [0], byTrait(false)],
  ['not the partner', /^The partner of (\S+) is not (\S+)\.$/, [0], byPartner(false)],
  ['one of two partners', /^The partner of (\S+) is (\S+) or (\S+)\.$/, [0], byPartner(true)],
  ['of a trait', /^The partner of (\S+) is (\S+)\.$/, [0], byTrait(true)],
  ['the same trait', /^The partners of (\S+) and (\S+) have the same trait\.$/, [0, 1], byLikeness(true)],
  [
    'different traits',
    /^The partners of (\S+) and (\S+) have different traits\.$/,
    [0, 1],
    byLikeness(false),
  ],
  [
    'not the verb',
    /^The verb "(\S+)" does not become "(\S+)"\.$/,
    [],
    ([v, w], ours, theirs) => {
      const [from, to] = [ours.verbs.indexOf(v!), theirs.verbs.indexOf(w!)];
      return ({ verbs }) => verbs[from] !== to;
    },
  ],
  [
    'not stated',
    /^It is not stated that the partner of (\S+) (\S+) the partner of (\S+)\.$/,
    [0, 2],
    byStatement(false),
  ],
  [
    'stated',
    /^It is stated that the partner of (\S+) (\S+) the partner of (\S+)\.$/,
    [0, 2],
    byStatement(true),
  ],
];

function byPartner(wanted: boolean): Maker {
  return ([a, ...names], ours, theirs) => {
    const person = ours.people.indexOf(a!);
    const allowed = names.map((name) => theirs.people.indexOf(name));
    return ({ partners }) => allowed.includes(partners[person]!) === wanted;
  };
}

function byTrait(wanted: boolean): Maker {
  return ([a, trait], ours, theirs) => {
    const person = ours.people.indexOf(a!);
    return ({ partners }) => (theirs.traits[partners[person]!] === trait) === wanted;
  };
}

function byLikeness(wanted: boolean): Maker {
  return ([a, b], ours, theirs) => {
    const [p, q] = [ours.people.indexOf(a!), ours.people.indexOf(b!)];
    return ({ partners }) => (theirs.traits[partners[p]!] === theirs.traits[partners[q]!]) === wanted;
  };
}

function byStatement(wanted: boolean): Maker {
  return ([a, w, b], ours, theirs) => {
    const [p, q, verb] = [ours.people.indexOf(a!), ours.people.indexOf(b!), theirs.verbs.indexOf(w!)];
    return ({ partners, says }) => says(verb, partners[p]!, partners[q]!) === wanted;
  };
}

function readDemand(text: string, ours: Side, theirs: Side): Demand | null {
  const kept = /^S(\d+) is carried over\.$/.exec(text);
  if (kept !== null) {
    const statement = Number(kept[1]) - 1;
    return {
      kind: 'carried over',
      people: peopleIn(ours.stated, statement),
      isMet: ({ carried }) => carried(statement),
    };
  }
  for (const [kind, pattern, places, make] of patterns) {
    const parts = pattern.exec(text)?.slice(1);
    if (parts === undefined) continue;
    const people = places.map((place) => ours.people.indexOf(parts[place]!));
    return { kind, people, isMet: make(parts, ours, theirs) };
  }
  return null;
}

/** Everybody whom a statement, or one that it is about, speaks of. */
function peopleIn(stated: readonly Stated[], index: number): number[] {
  const { verb, from, to } = stated[index]!;
  if (verb !== null) return [from, to];
  return [...new Set([...peopleIn(stated, from), ...peopleIn(stated, to)])];
}
