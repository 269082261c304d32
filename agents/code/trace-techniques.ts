import type { Example } from '../notebook.ts';
import { readStatement } from './program-parser.ts';
import type { Statement } from './program-tree.ts';

/** Noting what statements of a kind change, in place of going through everything again for each name. */
export function noteOf(statement: Statement): string {
  switch (statement.kind) {
    case 'assign':
      return statement.target.kind === 'name' ? 'note variables' : 'note changes in place';
    case 'do':
      return 'note what is added and taken out';
    case 'return':
      return 'note what is returned';
    default:
      return 'note each round';
  }
}

export const everyNote: readonly string[] = [
  'note variables',
  'note changes in place',
  'note what is added and taken out',
  'note what is returned',
  'note each round',
];

const statementLine = /^\d+\. `(.+)`(?:: .*)?$/;
const roundLine = /^\d+\. in \w+, \w+ is /;

/** The notes that the lines of a worked solution show. */
export function traceTechniquesIn({ question, solution }: Example): readonly string[] {
  const language = question.includes('Here is a program in Python:') ? 'python' : 'javascript';
  const shown = solution.split('\n').flatMap((line) => {
    if (roundLine.test(line)) return ['note each round'];
    const text = statementLine.exec(line)?.[1];
    const statement = text === undefined ? null : readStatement(text, language);
    return statement === null ? [] : [noteOf(statement)];
  });
  return [...new Set(shown)];
}
