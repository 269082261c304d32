/** The rules of a realm, and sentences in which their names stand, put into plain words. */
import { type AmountsFrom, changeShown, classShown, type NumberExample } from './rule-forms.ts';

export interface WordsRule {
  /** What becomes of a word; null of all that are not named. */
  readonly made: ReadonlyMap<string | null, string | number>;
}

export interface RealmRules {
  /** What a changed number is, by the name of the rule and the noun after it. */
  readonly changes: ReadonlyMap<string, string>;
  /** Which numbers an adjective stands for. */
  readonly classes: ReadonlyMap<string, string>;
  /** What becomes of words, by the name of the rule and the noun after it. */
  readonly words: ReadonlyMap<string, WordsRule>;
}

const number = '(-?\\d+)';
const saidChange = /^The (\w+ \w+) of an? \w+ is (.+)\.$/;
const saidClass = /^An? \w+ is (\w+) if it is (.+), and otherwise it is not\.$/;
const saidNotation = /^The (\w+ \w+) puts "(\w+)" for "(\w+)" and leaves every other word as it is\.$/;
const saidTable = /^The (\w+ \w+) counts (.+), and every other word as (-?\d+)\.$/;
const shownChange = new RegExp(`^The (\\w+ \\w+) (of ${number} is ${number}.*)\\.$`);
const shownClass = /^The \w+ (.+) are (\w+), and the \w+ (.+) are not\.$/;
const shownWords = /^The (\w+ \w+) makes (\[.*\]) of (\[.*\])\.$/;

/** Lines that say no rule are passed over. Every amount that is tried for a rule that is shown goes through `tries`. */
export function readRules(lines: readonly string[], from: AmountsFrom, tries: () => void): RealmRules {
  const changes = new Map<string, string>();
  const classes = new Map<string, string>();
  const words = new Map<string, WordsRule>();
  for (const line of lines) {
    const parts = (pattern: RegExp) => pattern.exec(line)?.slice(1);
    const change = parts(saidChange);
    if (change) changes.set(change[0]!, change[1]!);
    const among = parts(saidClass);
    if (among) classes.set(among[0]!, among[1]!);
    const notation = parts(saidNotation);
    if (notation) words.set(notation[0]!, { made: new Map([[notation[2]!, notation[1]!]]) });
    const table = parts(saidTable);
    if (table) words.set(table[0]!, { made: new Map([...entriesIn(table[1]!), [null, Number(table[2])]]) });

    const changed = parts(shownChange);
    if (changed) {
      const plain = changeShown(changesIn(changed[1]!), from, tries);
      if (plain !== null) changes.set(changed[0]!, plain);
    }
    const sorted = parts(shownClass);
    if (sorted) {
      const [inside, name, outside] = sorted as [string, string, string];
      const plain = classShown([...sideOf(inside, true), ...sideOf(outside, false)], from, tries);
      if (plain !== null) classes.set(name, plain);
    }
    const made = parts(shownWords);
    if (made) words.set(made[0]!, { made: madeOf(JSON.parse(made[2]!), JSON.parse(made[1]!)) });
  }
  return { changes, classes, words };
}

function entriesIn(text: string): [string, number][] {
  return [...text.matchAll(/"(\w+)" as (-?\d+)/g)].map(([, word, value]) => [word!, Number(value)]);
}

function changesIn(text: string): NumberExample<number>[] {
  return [...text.matchAll(/of (-?\d+) is (-?\d+)/g)].map(([, before, after]) => [
    Number(before),
    Number(after),
  ]);
}

function sideOf(text: string, belongs: boolean): NumberExample<boolean>[] {
  return [...text.matchAll(/-?\d+/g)].map(([value]) => [Number(value), belongs]);
}

/** A word that stays as it is says nothing. */
function madeOf(before: readonly string[], after: readonly (string | number)[]): WordsRule['made'] {
  return new Map(
    before.flatMap((word, at) => (after[at] === word ? [] : [[word, after[at] as string | number] as const])),
  );
}
