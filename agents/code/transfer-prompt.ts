/** A question for a program in the terms of a realm, put into the plain words of a question for a composed program. */
import type { RealmRules, WordsRule } from './realm-rules.ts';

/** The paragraphs that tell of the realm, the rules and what rules may be like; the others are plain but for terms. */
export interface TransferPrompt {
  readonly nouns: ReadonlyMap<string, string>;
  readonly rules: readonly string[];
  readonly others: readonly string[];
}

const opening =
  /^The program is for .*, where a number is called an? (\w+)(?:, a record an? (\w+))?(?:, a map an? (\w+))?(?: and a word an? (\w+))?\. (?:This is the rule|These are the rules) there:$/;
const forms = /^The (?:last )?(?:\d+ )?rules? (?:is|are) not said but shown /;
const stepLine = /^\d+\. /;
const headLine = /^\w+\(\w+\) takes .*:$/;

/** Null for a prompt of another kind. */
export function readTransferPrompt(prompt: string): TransferPrompt | null {
  const paragraphs = prompt.trim().split(/\n\n+/);
  const start = paragraphs.findLastIndex((paragraph) => paragraph.startsWith('Write a program in '));
  const told = opening.exec(paragraphs[start + 1] ?? '');
  if (start < 0 || told === null) return null;
  const nouns = new Map(
    ['number', 'record', 'map', 'word'].flatMap((plain, index) => {
      const noun = told[index + 1];
      return noun === undefined ? [] : [[noun, plain] as const];
    }),
  );
  return {
    nouns,
    rules: (paragraphs[start + 2] ?? '').split('\n').map((line) => line.replace(/^- /, '')),
    others: [
      paragraphs[start]!,
      ...paragraphs.slice(start + 3).filter((paragraph) => !forms.test(paragraph)),
    ],
  };
}

/** The question in plain words. Every look for a rule in a sentence goes through `tries`. */
export function plainPrompt({ nouns, others }: TransferPrompt, rules: RealmRules, tries: () => void): string {
  const names = namesIn(rules);
  const plainLine = (line: string) => {
    if (!stepLine.test(line) && !headLine.test(line)) return line;
    let plain = line;
    for (const [noun, kind] of nouns)
      plain = plain.replace(new RegExp(`\\b${noun}(e?s)?\\b`, 'g'), (_, plural?: string) =>
        plural === undefined ? kind : `${kind}s`,
      );
    if (stepLine.test(line))
      for (const { name, meaning } of names) {
        tries();
        plain = plain.replace(name, meaning);
      }
    return plain;
  };
  return others.map((paragraph) => paragraph.split('\n').map(plainLine).join('\n')).join('\n\n');
}

interface Name {
  readonly name: RegExp;
  readonly meaning: string;
}

function namesIn({ changes, classes, words }: RealmRules): Name[] {
  return [
    ...[...changes].map(([name, meaning]) => ({ name: new RegExp(`\\bits ${name}\\b`, 'g'), meaning })),
    ...[...classes].map(([name, meaning]) => ({
      name: new RegExp(`\\b(?<=(?:is|are) )${name}\\b`, 'g'),
      meaning,
    })),
    ...[...words].map(([name, rule]) => ({
      name: new RegExp(`\\bwhat the ${name} (?:puts for it|counts it as)`, 'g'),
      meaning: wordsMeaning(rule),
    })),
  ];
}

/** What a step says after "by". */
function wordsMeaning({ made }: WordsRule): string {
  const results = [...made.values()];
  if (typeof results[0] === 'string') return `"${results[0]}"`;
  const entries = [...made].flatMap(([word, result]) => (word === null ? [] : [`"${word}" by ${result}`]));
  return `a number: ${entries.join(', ')}, and every other word by ${made.get(null) ?? 0}`;
}
