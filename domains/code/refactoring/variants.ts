/** Answers as careless programmers give them. */
import type { RandomStream } from '../../random.ts';
import { type Files, filesText } from '../files-text.ts';
import { filesOf } from './printing.ts';
import { allFunctions, declaredIn, definedIn, type Project } from './project.ts';
import { changedFiles, courseOf, type RefactoringReference } from './reference.ts';
import { mapFunctions, withVariable } from './rewriting.ts';
import { applied } from './transformation.ts';

/** Steps left out, files forgotten, and things renamed that nobody asked for; never what is asked for. */
export function carelessAnswers(
  reference: RefactoringReference,
  count: number,
  random: RandomStream,
): string[] {
  const { projects, after, filesBefore, changed } = courseOf(reference);
  const { language, exported } = reference;
  const answers = new Set<string>();
  const right = filesText(changed);
  const put = (files: Files) => {
    const text = filesText(Object.keys(files).length === 0 ? filesBefore : files);
    if (text !== right && answers.size < count) answers.add(text);
  };
  const putProject = (project: Project) =>
    put(changedFiles(filesBefore, filesOf(project, language, exported)));
  for (const project of projects.slice(0, -1)) putProject(project);
  for (const name of Object.keys(changed)) {
    const { [name]: _, ...others } = changed;
    put(others);
  }
  const globals = new Set(after.files.flatMap(definedIn));
  for (const definition of allFunctions(after)) {
    const shadow = declaredIn(definition).find((name) => globals.has(name));
    if (shadow !== undefined) putProject(withLocal(after, definition.name, shadow, reference.free[0]!));
  }
  for (const to of random.shuffle(reference.free)) {
    const { name, parameters } = random.pick(allFunctions(after));
    if (random.chance(0.5) && parameters.length > 0)
      putProject(withLocal(after, name, random.pick(parameters).name, to));
    else putProject(applied(after, { kind: 'rename function', from: name, to }));
  }
  return [...answers];
}

/** The program with something in it renamed that nobody asked for. */
export function blindAnswer(reference: RefactoringReference, random: RandomStream): string {
  const { project, language, exported, free } = reference;
  const { name } = random.pick(
    allFunctions(project)
      .filter((one) => one.name !== project.entry)
      .concat(allFunctions(project).slice(0, 1)),
  );
  const renamed = applied(project, { kind: 'rename function', from: name, to: random.pick(free) });
  return filesText(filesOf(renamed, language, exported));
}

function withLocal(project: Project, within: string, from: string, to: string): Project {
  return mapFunctions(project, (definition) =>
    definition.name === within ? withVariable(definition, from, to) : definition,
  );
}
