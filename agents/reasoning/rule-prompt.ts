import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

export interface Condition {
  readonly atom: string;
  readonly negated: boolean;
}

export interface Rule {
  readonly id: string;
  readonly head: string;
  readonly body: readonly Condition[];
}

export interface Puzzle {
  readonly facts: ReadonlySet<string>;
  readonly rules: readonly Rule[];
  readonly goal: string;
}

const lastSentence = /^Prove the goal with as few rules as possible\./;
const factLine = /^- (\S+ is \S+)\.$/;
const ruleLine = /^(R\d+)\. If (.+), then (\S+ is \S+)\.$/;
const goalLine = /^Goal: (\S+ is \S+)\.$/gm;

/** The puzzle that the prompt ends with; null when it is of another kind. */
export function readRuleChain(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const facts = sectionLines(prompt, 'Facts:').flatMap((line) => factLine.exec(line)?.[1] ?? []);
  const rules = sectionLines(prompt, 'Rules:').flatMap((line) => {
    const [, id, body, head] = ruleLine.exec(line) ?? [];
    return id && body && head ? [{ id, head, body: body.split(' and ').map(readCondition) }] : [];
  });
  const goal = [...prompt.matchAll(goalLine)].at(-1)?.[1];
  return goal === undefined || rules.length === 0 ? null : { facts: new Set(facts), rules, goal };
}

function readCondition(text: string): Condition {
  const atom = text.replace(' is not ', ' is ');
  return { atom, negated: atom !== text };
}
