import { endsWithQuestion } from '../last-question.ts';
import { completed } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { type CommentedProgram, readCommentedProgram } from './commented-program.ts';
import { changedLine } from './program-lines.ts';
import type { ProgramFunction, Statement } from './program-tree.ts';
import { RepairSearch } from './repair-search.ts';

const opening = /^Here is a program in (?:JavaScript|Python)(?:, in \d+ files)?\.$/;
const lastSentence =
  /^In the block, give (?:the mended file as a whole, after the line === \S+ ===\.|each file that you change as a whole, .* stay as they are\.)$/;
/** To mend each function by itself, by what its comment says. */
const byComments = 'compare functions with their comments';

/**
 * Mends a program. Guided, it goes through each function by the steps of its comment and changes lines where a step is not
 * done; blind, it changes lines until more and more of the shown calls come right. Out of budget, it gives what it has.
 */
export const repairs: Solver = {
  form: 'code',
  reads: (prompt) => readPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readPrompt(question) !== null && solution.includes('with what its comment says') ? [byComments] : [],
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readPrompt(prompt);
    if (task === null) return null;
    const search = new RepairSearch(task, budget);
    completed(() => {
      if (strategy === 'guided' || techniques.has(byComments)) search.byComments();
      else search.byCalls();
    });
    return answerOf(task, search);
  },
};

function readPrompt(prompt: string): CommentedProgram | null {
  return endsWithQuestion(prompt, lastSentence) ? readCommentedProgram(prompt, opening) : null;
}

/** The files that have changed; some file as it is where none has. */
function answerOf({ texts, files, language }: CommentedProgram, { functions, lines }: RepairSearch): string {
  const changed = new Map<string, string[]>();
  for (const [name, numbers] of lines) {
    const file = files.get(name)!;
    const text = changed.get(file) ?? [...texts.get(file)!];
    changed.set(file, text);
    for (const number of numbers) {
      const statement = statementAt(functions.get(name)!, number);
      if (statement !== undefined) text[number - 1] = changedLine(text[number - 1]!, statement, language);
    }
  }
  const given = changed.size > 0 ? changed : [...texts].slice(0, 1);
  return [...given].map(([file, text]) => `=== ${file} ===\n${text.join('\n')}`).join('\n');
}

function statementAt({ body }: ProgramFunction, line: number): Statement | undefined {
  for (const statement of body) {
    if (statement.line === line) return statement;
    const inner =
      statement.kind === 'if'
        ? [...statement.yes, ...statement.no]
        : statement.kind === 'each' || statement.kind === 'while'
          ? statement.body
          : [];
    const found = statementAt({ name: '', parameters: [], body: inner }, line);
    if (found !== undefined) return found;
  }
  return undefined;
}
