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
  /** What facts say does not hold; null where that counts as not holding which cannot be derived. */
  readonly denied: ReadonlySet<string> | null;
  readonly rules: readonly Rule[];
  readonly goal: string;
}

const lastSentence = /^Prove the goal with as few rules as possible\./;
const worldLine = /^The facts and the rules are (not )?all there is:/gm;
const factLine = /^- (\S+ is (?:not )?\S+)\.$/;
const ruleLine = /^(R\d+)\. If (.+), then (\S+ is \S+)\.$/;
const goalLine = /^Goal: (\S+ is \S+)\.$/gm;

/** The puzzle that the prompt ends with; null when it is of another kind. */
export function readRuleChain(prompt: string): Puzzle | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const statements = sectionLines(prompt, 'Facts:').flatMap((line) => {
    const statement = factLine.exec(line)?.[1];
    return statement === undefined ? [] : [readCondition(statement)];
  });
  const stated = (negated: boolean) =>
    new Set(statements.flatMap((fact) => (fact.negated === negated ? [fact.atom] : [])));
  const rules = sectionLines(prompt, 'Rules:').flatMap((line) => {
    const [, id, body, head] = ruleLine.exec(line) ?? [];
    return id && body && head ? [{ id, head, body: body.split(' and ').map(readCondition) }] : [];
  });
  const goal = [...prompt.matchAll(goalLine)].at(-1)?.[1];
  if (goal === undefined || rules.length === 0) return null;
  const isOpen = [...prompt.matchAll(worldLine)].at(-1)?.[1] !== undefined;
  return { facts: stated(false), denied: isOpen ? stated(true) : null, rules, goal };
}

function readCondition(text: string): Condition {
  const atom = text.replace(' is not ', ' is ');
  return { atom, negated: atom !== text };
}
