/** The second opinion on the text of a program: its words are counted, no syntax is parsed. */
import type { Files } from '../files-text.ts';
import type { Language } from '../languages.ts';

const heads = {
  javascript: /^(?:export )?(?:function (\w+)\((.*)\) \{|const (\w+) = )/,
  python: /^(?:def (\w+)\((.*)\):|(\w+) = )/,
} as const;
const importLine = {
  javascript: /^import \{ *(?<names>.*?),? *\} from ['"]\.\/(?<from>\w+)(?:\.js)?['"];?$/,
  python: /^from (?<from>\w+) import \(?(?<names>.*?),?\)?$/,
} as const;
const comments = { javascript: /\/\/.*$/gm, python: /"""[^"]*"""|#.*$/gm } as const;
const declaration = { javascript: /^ +(?:const|let) (\w+) = /gm, python: /^ +(\w+) = /gm } as const;
const word = /"[^"]*"|\w+|[-+*/%<>=!&|?]+|[^\s\w]/g;
const operator = /^(?:[-+*/%<>&|?]|[-+*/%<>=!]=+|[*/&|]{2}|and|or|not|in|if)$/;
/** What may stand before parentheses and calls nothing. */
const keywords: ReadonlySet<string> = new Set('return if else for of while in and or not'.split(' '));
/** What stands before the brace of an object and not of a block. */
const beforeObject: ReadonlySet<string | undefined> = new Set(['(', ',', '=', ':', 'return', undefined]);

/**
 * True when both programs define and import the same, and functions of the same name have the same parameters, call the
 * same as often with as many arguments, name the same as often, and have the same numbers and as many operators and fields of objects. All
 * functions may have more variables than are wanted; `isFree` says which may also leave out those that are wanted.
 */
export function haveSameTokens(
  answer: Files,
  wanted: Files,
  language: Language,
  isFree: (name: string) => boolean,
): boolean {
  if (areSame(answer, wanted)) return true;
  const given = countsOf(answer, language);
  const right = countsOf(wanted, language);
  const globals = new Set(
    [...given.keys(), ...right.keys()].flatMap((key) => /^define \S+ (\w+)/.exec(key)?.[1] ?? []),
  );
  return [...new Set([...given.keys(), ...right.keys()])].every((key) => {
    const [kind, holder, name] = key.split(' ') as [string, string, string];
    if (kind === 'local' && (isFree(holder) || !right.has(key))) return true;
    if (kind === 'mention' && !globals.has(name)) return true;
    return kind === 'local' ? given.has(key) : given.get(key) === right.get(key);
  });
}

/** The same texts have the same words. */
function areSame(left: Files, right: Files): boolean {
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => left[name]!.trimEnd() === right[name]?.trimEnd())
  );
}

function countsOf(files: Files, language: Language): Map<string, number> {
  const counts = new Map<string, number>();
  const note = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const [file, text] of Object.entries(files)) {
    let holder = '';
    let section: string[] = [];
    const end = () => {
      countWords(section.join('\n'), language, (kind, what) => note(`${kind} ${holder} ${what}`));
      section = [];
    };
    for (const line of text.replace(comments[language], '').split('\n')) {
      const imported = importLine[language].exec(line)?.groups;
      const head = heads[language].exec(line);
      if (imported !== undefined) {
        for (const name of imported.names!.split(/ *, */)) note(`import ${file} ${name} ${imported.from}`);
      } else if (head === null) section.push(line);
      else {
        end();
        const [whole, name, parameters, value] = head;
        holder = (name ?? value)!;
        note(`define ${file} ${holder}${name === undefined ? '' : `(${parameters})`}`);
        section.push(line.slice(whole.length));
      }
    }
    end();
  }
  return counts;
}

function countWords(text: string, language: Language, note: (kind: string, what: string) => void): void {
  for (const [, name] of text.matchAll(declaration[language])) note('local', name!);
  const words = text.match(word) ?? [];
  /** Of the brackets that are open: whether it is that of an object. */
  const open: boolean[] = [];
  for (const [at, one] of words.entries()) {
    const [before, next] = [words[at - 1], words[at + 1]];
    if (/^[([{]$/.test(one)) open.push(one === '{' && beforeObject.has(before));
    else if (/^[)\]}]$/.test(one)) open.pop();
    else if (operator.test(one)) note('operator', '');
    else if (/^["\w]/.test(one) && !keywords.has(one)) {
      const isKey = open.at(-1) === true && (before === '{' || before === ',');
      if (/^\d/.test(one)) note('number', one);
      else if (isKey) note('field', one.replaceAll('"', ''));
      else if (next === '(')
        note('call', `${before === '.' ? '.' : ''}${one}/${argumentsFrom(words, at + 1)}`);
      else if (before !== '.') note('mention', one);
    }
  }
}

/** How many arguments the parentheses hold that open here. */
function argumentsFrom(words: readonly string[], start: number): number {
  let depth = 0;
  let commas = 0;
  for (let at = start; at < words.length; at++) {
    if (/^[([{]$/.test(words[at]!)) depth++;
    else if (/^[)\]}]$/.test(words[at]!)) depth--;
    else if (depth === 1 && words[at] === ',') commas++;
    if (depth === 0) return at === start + 1 ? 0 : commas + (words[at - 1] === ',' ? 0 : 1);
  }
  return commas;
}
