import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

/** A clause of what someone says; people are numbers in the order of the prompt's list. */
export type Clause =
  | { readonly kind: 'role'; readonly person: number; readonly truthful: boolean }
  | { readonly kind: 'says'; readonly person: number; readonly parts: readonly [Clause] }
  | { readonly kind: 'and' | 'or' | 'if' | 'either' | 'iff'; readonly parts: readonly [Clause, Clause] };

export interface Statement {
  readonly speaker: number;
  readonly clause: Clause;
  /** Everyone whom it concerns, the speaker included. */
  readonly concerns: readonly number[];
  /** How many clauses it has, those inside others included. */
  readonly clauses: number;
}

export interface RolePuzzle {
  readonly names: readonly string[];
  readonly truthTeller: string;
  readonly liar: string;
  readonly statements: readonly Statement[];
}

const lastSentence = /^Find it\. Answer with one JSON object that has an entry for each of the \d+ names,/;
const opening =
  /^Here are \d+ [a-z ]+: (.+)\. Each of them is either .+\. Everything that an? (\S+) says is true, and everything that an? (\S+) says is false\.$/gm;
const statementLine = /^\d+\. (\S+) says: "(.+)\."$/;

/** The puzzle that the prompt ends with; null when it is of another kind or holds a statement of no known form. */
export function readRoles(prompt: string): RolePuzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const [, list = '', truthTeller = '', liar = ''] = [...prompt.matchAll(opening)].at(-1) ?? [];
  const names = list.split(/, | and /);
  const statements: Statement[] = [];
  for (const line of sectionLines(prompt, 'Statements:')) {
    const [, name = '', text = ''] = statementLine.exec(line) ?? [];
    const speaker = names.indexOf(name);
    const clause = new ClauseReader(text, names, truthTeller, liar).whole();
    if (speaker < 0 || clause === null) return null;
    const concerns = [...new Set([speaker, ...mentioned(clause)])];
    statements.push({ speaker, clause, concerns, clauses: clausesIn(clause) });
  }
  return statements.length === 0 ? null : { names, truthTeller, liar, statements };
}

function mentioned(clause: Clause): number[] {
  const own = clause.kind === 'role' || clause.kind === 'says' ? [clause.person] : [];
  return clause.kind === 'role' ? own : [...own, ...clause.parts.flatMap(mentioned)];
}

function clausesIn(clause: Clause): number {
  return 1 + (clause.kind === 'role' ? 0 : clause.parts.reduce((sum, part) => sum + clausesIn(part), 0));
}

/** Reads a sentence by recursive descent, in which parentheses hold every part that is not simple. */
class ClauseReader {
  readonly #text: string;
  readonly #names: readonly string[];
  readonly #truthTeller: string;
  readonly #liar: string;
  #at = 0;

  constructor(text: string, names: readonly string[], truthTeller: string, liar: string) {
    this.#text = text;
    this.#names = names;
    this.#truthTeller = truthTeller;
    this.#liar = liar;
  }

  /** Null when the text is of no known form. */
  whole(): Clause | null {
    const clause = this.#clause();
    return this.#at === this.#text.length ? clause : null;
  }

  #clause(): Clause | null {
    if (this.#takes(/if /iy)) return this.#pair('if', /, then /y);
    if (this.#takes(/either /iy)) {
      const clause = this.#pair('either', / or /y);
      return this.#takes(/, but not both/y) ? clause : null;
    }
    const left = this.#part();
    if (left === null) return null;
    for (const [kind, word] of infixes) {
      if (!this.#takes(word)) continue;
      const right = this.#part();
      return right === null ? null : { kind, parts: [left, right] };
    }
    return left;
  }

  #pair(kind: 'if' | 'either', between: RegExp): Clause | null {
    const left = this.#part();
    if (left === null || !this.#takes(between)) return null;
    const right = this.#part();
    return right === null ? null : { kind, parts: [left, right] };
  }

  #part(): Clause | null {
    if (this.#takes(/\(/y)) {
      const clause = this.#clause();
      return this.#takes(/\)/y) ? clause : null;
    }
    const speech = this.#takes(/(\S+) would say that /y);
    if (speech !== null) {
      const person = this.#names.indexOf(speech);
      const said = this.#part();
      return person < 0 || said === null ? null : { kind: 'says', person, parts: [said] };
    }
    const person = this.#names.indexOf(this.#takes(/(\S+) is an? /y) ?? '');
    const role = this.#takes(/([\w-]+)/y);
    if (person < 0 || (role !== this.#truthTeller && role !== this.#liar)) return null;
    return { kind: 'role', person, truthful: role === this.#truthTeller };
  }

  /** Goes past what the sticky pattern matches here and returns its group, or all of it; null without a match. */
  #takes(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#at += match[0].length;
    return match[1] ?? match[0];
  }
}

const infixes = [
  ['and', / and /y],
  ['or', / or /y],
  ['iff', / if and only if /y],
] as const;
