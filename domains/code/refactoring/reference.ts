/** What a task is, and what follows from it. */
import type { Files } from '../files-text.ts';
import { type Language, spelled } from '../languages.ts';
import { remembered } from '../remembered.ts';
import { type Wanted, wantedFacts } from './grading.ts';
import { fileName, filesOf } from './printing.ts';
import { allFunctions, definedIn, homeOf, type Project } from './project.ts';
import type { Step } from './steps.ts';
import { factsOf, type KnownFiles, readFiles } from './syntax.ts';
import { applied } from './transformation.ts';
import { stepText } from './wording.ts';

export interface RefactoringReference {
  readonly project: Project;
  readonly steps: readonly Step[];
  readonly language: Language;
  /** Whether JavaScript files export what they define. */
  readonly exported: boolean;
  /** Arguments of calls of the entry, and what it returns for them. */
  readonly inputs: readonly (readonly number[])[];
  readonly outputs: readonly (number | readonly number[])[];
  /** Names that nothing has. */
  readonly free: readonly string[];
}

/** The program before each step and after the last one, with its text at both ends. */
export interface Course {
  readonly projects: readonly Project[];
  readonly after: Project;
  readonly filesBefore: Files;
  readonly filesAfter: Files;
  /** Those of the files afterwards that are new or not what they were. */
  readonly changed: Files;
  readonly sentences: readonly string[];
  /** Functions that keep on, by their first names: their last ones, as the language spells both. */
  readonly names: ReadonlyMap<string, string>;
  readonly entryFile: string;
}

interface Standard {
  readonly wanted: Wanted;
  readonly known: KnownFiles;
}

export const courseOf = remembered((reference: RefactoringReference): Course => {
  const { project, steps, language, exported } = reference;
  const projects = [project];
  for (const step of steps) projects.push(applied(projects.at(-1)!, step));
  const after = projects.at(-1)!;
  const [filesBefore, filesAfter] = [
    filesOf(project, language, exported),
    filesOf(after, language, exported),
  ];
  return {
    projects,
    after,
    filesBefore,
    filesAfter,
    changed: changedFiles(filesBefore, filesAfter),
    sentences: steps.map((step, at) => stepText(step, projects[at]!, language)),
    names: lastNames(project, steps, language),
    entryFile: fileName(homeOf(project, project.entry)!.file, language),
  };
});

export function changedFiles(before: Files, after: Files): Files {
  return Object.fromEntries(Object.entries(after).filter(([name, text]) => before[name] !== text));
}

/** What an answer's syntax trees are held against, and what is known of the files before and after. */
export const standardOf = remembered((reference: RefactoringReference): Standard => {
  const { language } = reference;
  const { filesBefore, filesAfter, names } = courseOf(reference);
  const known: KnownFiles = new Map();
  for (const files of [filesBefore, filesAfter]) readFiles(files, language, known);
  const [before, after] = [filesBefore, filesAfter].map((files) => factsOf(files, language, known)!);
  return { known, wanted: wantedFacts(before!, after!, globalsOf(reference), names) };
});

/** Names that are defined outside functions before or after, as the language spells them. */
function globalsOf(reference: RefactoringReference): ReadonlySet<string> {
  const { projects, after } = courseOf(reference);
  const names = [projects[0]!, after].flatMap(({ files }) => files.flatMap(definedIn));
  return new Set(names.map((name) => spelled(reference.language, name)));
}

function lastNames(project: Project, steps: readonly Step[], language: Language): Map<string, string> {
  const renamed = (name: string) =>
    steps.reduce(
      (last, step) => (step.kind === 'rename function' && step.from === last ? step.to : last),
      name,
    );
  return new Map(
    allFunctions(project).map(({ name }) => [spelled(language, name), spelled(language, renamed(name))]),
  );
}
