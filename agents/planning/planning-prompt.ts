/** Reads the world that planning prompts describe, by name: things, facts, actions, start, goal and listed steps. */
import { numberedTexts, sectionLines } from '../reading.ts';

/** `[predicate, ...arguments]`: names in a fact, letters in an action's line. */
export type Words = readonly string[];

export interface WorldAction {
  readonly name: string;
  readonly letters: readonly string[];
  /** For each letter the things that may stand for it. */
  readonly candidates: readonly (readonly string[])[];
  readonly needs: readonly Words[];
  readonly forbids: readonly Words[];
  readonly adds: readonly Words[];
  readonly deletes: readonly Words[];
}

export interface World {
  readonly actions: readonly WorldAction[];
  readonly start: readonly Words[];
  readonly goals: readonly Words[];
  /** Actions that the prompt lists, in their order. */
  readonly steps: readonly Words[];
}

interface Sentence {
  readonly words: Words;
  readonly negated: boolean;
}

const denial = /( is) (?:not|no longer) /;

/** The world of the prompt; null when it has none that can be read. */
export function readWorld(prompt: string): World | null {
  const things = sectionLines(prompt, 'Things:').flatMap((line) => {
    const match = /^- ([^:]+): (.+)$/.exec(line);
    return match === null ? [] : [{ plural: match[1] as string, names: (match[2] as string).split(', ') }];
  });
  const templates = sectionLines(
    prompt,
    'Facts (how they are written in an answer, and what they say):',
  ).flatMap(readTemplate);
  const read = (text: string): Sentence | null => {
    const negated = denial.test(text);
    const positive = text.replace(denial, '$1 ');
    for (const template of templates) {
      const words = template(positive);
      if (words !== null) return { words, negated };
    }
    return null;
  };
  const sentences = (lines: readonly string[]): Words[] =>
    lines.flatMap((line) => {
      const sentence = read(line.replace(/^- /, '').replace(/\.$/, ''));
      return sentence === null ? [] : [sentence.words];
    });
  const actions = sectionLines(
    prompt,
    'Actions (how they are written in an answer, what they need, and what they change):',
  ).flatMap((line) => {
    const action = readAction(line, things, read);
    return action === null ? [] : [action];
  });
  if (actions.length === 0) return null;
  return {
    actions,
    start: sentences(sectionLines(prompt, 'At the start:')),
    goals: sentences(sectionLines(prompt, 'Goal (all of this must hold in the end):')),
    steps: numberedTexts(prompt.slice(prompt.lastIndexOf('\nAt the start:\n')).split(/\r?\n/)).flatMap(
      (text) => (text.startsWith('[') ? [JSON.parse(text) as Words] : []),
    ),
  };
}

/** Reads sentences of one kind of fact: `["at", X, Y]: X is at Y (X a vehicle, Y a place).` */
function readTemplate(line: string): ((sentence: string) => Words | null)[] {
  const match = /^- \[(.+?)\]: (.+?)(?: \([^()]*\))?\.$/.exec(line);
  if (match === null) return [];
  const [quoted, ...letters] = (match[1] as string).split(', ');
  const order: string[] = [];
  const pattern = (match[2] as string)
    .split(' ')
    .map((word) => {
      const letter = word.replace(/,$/, '');
      if (!letters.includes(letter)) return escaped(word);
      order.push(letter);
      return `([^ ,]+)${word.slice(letter.length)}`;
    })
    .join(' ');
  const sentence = new RegExp(`^${pattern}$`);
  return [
    (text) => {
      const found = sentence.exec(text);
      if (found === null) return null;
      return [JSON.parse(quoted as string), ...letters.map((letter) => found[order.indexOf(letter) + 1])];
    },
  ];
}

function readAction(
  line: string,
  things: readonly { readonly plural: string; readonly names: readonly string[] }[],
  read: (text: string) => Sentence | null,
): WorldAction | null {
  const match = /^- \[(.+?)\](?:, (.+?))?\. Needs: (.+?)\. Afterwards: (.+)\.$/.exec(line);
  if (match === null) return null;
  const [head, kinds = '', needs, effects] = match.slice(1) as [string, string, string, string];
  const [quoted, ...letters] = head.split(', ');
  const kindOf = new Map<string, readonly string[]>();
  for (const [, group, noun] of kinds.matchAll(/((?:[A-Z](?:, | and )?)+) (?:an? )?([a-z]+)/g)) {
    const names =
      things.find(({ plural }) => plural === noun || singularOf(plural, noun as string))?.names ?? [];
    for (const letter of (group as string).match(/[A-Z]/g) ?? []) kindOf.set(letter, names);
  }
  const sentences = (text: string): Sentence[] =>
    text.split('; ').flatMap((part) => {
      const sentence = read(part);
      return sentence === null ? [] : [sentence];
    });
  const split = (text: string, negated: boolean) =>
    sentences(text).flatMap((sentence) => (sentence.negated === negated ? [sentence.words] : []));
  return {
    name: JSON.parse(quoted as string) as string,
    letters,
    candidates: letters.map((letter) => kindOf.get(letter) ?? []),
    needs: split(needs, false),
    forbids: split(needs, true),
    adds: split(effects, false),
    deletes: split(effects, true),
  };
}

/** True when the plural is that of the noun: keys of key, dinghies of dinghy, boxes of box. */
function singularOf(plural: string, noun: string): boolean {
  return [`${noun}s`, `${noun}es`, `${noun.slice(0, -1)}ies`].includes(plural);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A fact of letters with names for them, as one text. */
export function boundText(words: Words, nameOf: ReadonlyMap<string, string>): string {
  return words.map((word, at) => (at === 0 ? word : (nameOf.get(word) ?? word))).join(' ');
}

/** Which thing stands for each letter of the action in a step; null when the step is none of this action. */
export function binding(action: WorldAction, [name, ...things]: Words): ReadonlyMap<string, string> | null {
  if (name !== action.name || things.length !== action.letters.length) return null;
  return new Map(action.letters.map((letter, at) => [letter, things[at] as string]));
}
