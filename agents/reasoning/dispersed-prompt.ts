import { endsWithQuestion } from '../last-question.ts';
import { completed, spend } from '../node-limit.ts';
import { sectionLines } from '../reading.ts';
import type { Budget } from '../solver.ts';
import { readDispersedClue } from './dispersed-clues.ts';
import { Names, namingIn } from './dispersed-names.ts';
import type { Constraint, GridPrompt } from './grid-prompt.ts';
import type { Condition, Puzzle, Rule } from './rule-prompt.ts';

/** The question hidden in a report, as far as it was read: the prompts that the inner solvers take. */
export type DispersedPrompt =
  | { readonly kind: 'grid'; readonly puzzle: GridPrompt }
  | { readonly kind: 'rules'; readonly puzzle: Puzzle };

const gridQuestion =
  /^From the report, work out which values go with which .+ of the (\S+) row\. .+ in order from .+ 1 to .+ (\d+)\.$/;
const ruleQuestion = /^Prove the goal with as few of the report's rules as possible\./;
const goalLine = /^Goal: (\S+ is \S+)\.$/gm;
const factSentence = /^(?:It is a fact that )?(\S+ is \S+)\.$/;
const ruleSentences = [
  /^By rule (?<id>R\d+), if (?<body>.+), then (?<head>\S+ is \S+)\.$/,
  /^By rule (?<id>R\d+), (?<head>\S+ is \S+) whenever (?<body>.+)\.$/,
];

export function readsDispersed(prompt: string): boolean {
  return endsWithQuestion(prompt, gridQuestion) || endsWithQuestion(prompt, ruleQuestion);
}

/**
 * Reads the report of the last question, a node a paragraph, and follows the names in it; `gathered` says whether
 * names are noted while reading. What a spent budget left unread is missing from the result.
 */
export function readDispersed(prompt: string, gathered: boolean, budget: Budget): DispersedPrompt {
  const paragraphs = paragraphsOf(prompt);
  const statements: string[] = [];
  completed(() => {
    for (const paragraph of paragraphs) {
      spend(budget);
      statements.push(...paragraph.filter((sentence) => namingIn(sentence) === null));
    }
  });
  const names = new Names(paragraphs, gathered, budget);
  return endsWithQuestion(prompt, gridQuestion)
    ? { kind: 'grid', puzzle: readGrid(prompt, statements, names) }
    : { kind: 'rules', puzzle: readRules(prompt, statements, names) };
}

function paragraphsOf(prompt: string): string[][] {
  const lines = prompt.split(/\r?\n/);
  const start = lines.lastIndexOf('Report:');
  const end = lines.lastIndexOf('End of the report.');
  return lines
    .slice(start + 1, end)
    .filter((line) => line !== '')
    .map((line) => line.split(/(?<=\.) /));
}

function readGrid(prompt: string, statements: readonly string[], names: Names): GridPrompt {
  const attributes = sectionLines(prompt, 'Attributes:').flatMap((line) => {
    const [, name, values] = /^- ([^:]+): (.+)$/.exec(line) ?? [];
    return name && values ? [{ name, values: values.split(', ') }] : [];
  });
  const question = prompt.split(/\r?\n/).findLast((line) => gridQuestion.test(line)) ?? '';
  const [, row = '', positions = '0'] = gridQuestion.exec(question) ?? [];
  const variableOf = new Map(
    attributes.flatMap(({ values }) => values).map((value, index) => [value, index]),
  );
  const constraints: Constraint[] = [];
  completed(() => {
    for (const sentence of statements) {
      const clue = readDispersedClue(sentence, row, variableOf, names, constraints.length + 1);
      if (clue !== null) constraints.push(clue);
    }
  });
  return { positions: Number(positions), attributes, constraints };
}

function readRules(prompt: string, statements: readonly string[], names: Names): Puzzle {
  const facts = new Set<string>();
  const rules: Rule[] = [];
  const goalText = [...prompt.matchAll(goalLine)].at(-1)?.[1] ?? '';
  let goal = goalText;
  completed(() => {
    goal = resolved(goalText, names).atom;
    for (const sentence of statements) {
      const fact = factSentence.exec(sentence)?.[1];
      if (fact !== undefined) facts.add(resolved(fact, names).atom);
      const rule = ruleSentences.map((pattern) => pattern.exec(sentence)?.groups).find((found) => found);
      if (rule === undefined) continue;
      const { id, head, body } = rule as { id: string; head: string; body: string };
      rules.push({
        id,
        head: resolved(head, names).atom,
        body: body.split(' and ').map((text) => resolved(text, names)),
      });
    }
  });
  return { facts, denied: null, rules, goal };
}

/** The condition with its person's first name. */
function resolved(text: string, names: Names): Condition {
  const [person = '', ...rest] = text.split(' ');
  const negated = rest[1] === 'not';
  return { atom: `${names.originOf(person)} is ${rest.at(-1)}`, negated };
}
