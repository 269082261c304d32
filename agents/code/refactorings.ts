import { completed, spend } from '../node-limit.ts';
import type { Solver } from '../solver.ts';
import { fileText, type ProgramFile, readFile } from './program-files.ts';
import { Refactoring } from './program-refactorings.ts';
import { type RefactoringPrompt, readRefactoringPrompt } from './refactoring-prompt.ts';

const search = 'look for the uses of the name';
const heed = 'leave variables of the same name alone';
const follow = 'follow local names';

/** Sentences of a worked solution that show what to do. */
const lessons: readonly (readonly [RegExp, string])[] = [
  [/look in every file for the uses/, search],
  [/hides it in its function and is left alone/, heed],
  [/calls by a local name/, follow],
];

/**
 * Carries the refactorings out on the text, one after the other. Guided, it looks for the uses of a name, leaves
 * variables alone that only have it and follows local names; blind, it goes through all words and takes each that looks
 * alike for a use. Out of budget, it answers with what is done so far.
 */
export const refactorings: Solver = {
  form: 'code',
  reads: (prompt) => readRefactoringPrompt(prompt) !== null,
  techniquesIn: ({ question, solution }) =>
    readRefactoringPrompt(question) === null
      ? []
      : lessons.flatMap(([sentence, technique]) => (sentence.test(solution) ? [technique] : [])),
  solve(prompt, strategy, budget, techniques = new Set()) {
    const task = readRefactoringPrompt(prompt);
    if (task === null) return null;
    const knows = (technique: string) => strategy === 'guided' || techniques.has(technique);
    const files = [...task.files].map(([name, text]) => readFile(name, text));
    const work = new Refactoring(files, task.language, {
      looks: () => spend(budget),
      searches: knows(search),
      heedsVariables: knows(heed),
      followsAliases: knows(follow),
    });
    completed(() => {
      for (const step of task.steps) work.take(step);
    });
    return answerText(task, files);
  },
};

/** The files that have changed; all of them where none has. */
function answerText({ files: before, language }: RefactoringPrompt, files: readonly ProgramFile[]): string {
  const texts = files.map((file) => [file.name, fileText(file, files, language)] as const);
  const changed = texts.filter(([name, text]) => before.get(name) !== text);
  return (changed.length === 0 ? texts : changed)
    .map(([name, text]) => `=== ${name} ===\n${text}`)
    .join('\n');
}
