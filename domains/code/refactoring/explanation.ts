/** The worked solution: what each step changes and where, and the files at the end. */
import { listed } from '../../skins.ts';
import { filesText } from '../files-text.ts';
import { spelled } from '../languages.ts';
import { fileName } from './printing.ts';
import { allFunctions, declaredIn, type Project, referencesIn } from './project.ts';
import { courseOf, type RefactoringReference } from './reference.ts';
import { type Step, subjectOf } from './steps.ts';
import { namesFor } from './transformation.ts';

export function explainRefactoring(reference: RefactoringReference): string {
  const { projects, sentences, changed } = courseOf(reference);
  return [
    'Take the steps one after the other. Before each, look in every file for the uses of what it changes: calls, calls by a local name, places where it is handed over or stands in a table. A variable with the same name hides it in its function and is left alone. Write the imports of each file anew from what it then uses.',
    ...reference.steps.map((step, at) =>
      `${at + 1}. ${sentences[at]} ${placesText(step, projects[at]!, reference)}`.trimEnd(),
    ),
    'These files are new or have changed:',
    `\`\`\`${reference.language}`,
    filesText(changed),
    '```',
  ].join('\n');
}

/** Where what the step changes is used, and where something else has its name. */
function placesText(step: Step, project: Project, { language }: RefactoringReference): string {
  const name = subjectOf(step);
  if (name === null) return '';
  const named = (one: string) => `\`${spelled(language, one)}\``;
  const users = allFunctions(project).filter((definition) =>
    referencesIn(definition).some((one) => one.name === name),
  );
  const byOtherNames = users.flatMap((definition) =>
    [...namesFor(name, definition)].slice(1).map((local) => `${named(local)} in ${named(definition.name)}`),
  );
  const tables = project.files.filter(({ tables }) =>
    tables.some(({ entries }) => entries.some((entry) => entry.function === name)),
  );
  const hiding = allFunctions(project).filter((definition) => declaredIn(definition).includes(name));
  const parts = [
    users.length > 0 ? `It is used in ${listed(users.map((user) => named(user.name)))}.` : '',
    byOtherNames.length > 0 ? `It is called by another name: ${listed(byOtherNames)}.` : '',
    tables.length > 0
      ? `It stands in a table in ${listed(tables.map(({ file }) => `\`${fileName(file, language)}\``))}.`
      : '',
    hiding.length > 0
      ? `A variable hides it in ${listed(hiding.map((one) => named(one.name)))} and is left alone.`
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
