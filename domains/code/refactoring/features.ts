/** What a task is like, by its program and its steps. */
import {
  allFunctions,
  declaredIn,
  definedIn,
  expressionsIn,
  functionNamed,
  type Project,
  referencesIn,
} from './project.ts';
import { type Step, subjectOf } from './steps.ts';

/** Places at which what the step changes is used. */
export function usesOf(step: Step, project: Project): number {
  if (step.kind === 'merge') return step.in.length;
  if (step.kind === 'extract') return 1;
  if (step.kind === 'rename variable') {
    const { body } = functionNamed(project, step.in)!;
    return expressionsIn(body).filter(
      (part) =>
        (part.kind === 'variable' && part.name === step.from) ||
        (part.kind === 'call' && part.function === step.from),
    ).length;
  }
  return referencesTo(subjectOf(step)!, project).length;
}

/** Of the uses of functions that steps change, the share at which they are not called by their names. */
export function indirectShare(project: Project, steps: readonly Step[]): number {
  const subjects = new Set(steps.map(subjectOf).filter((name) => name !== null));
  const all = [...subjects]
    .filter((name) => functionNamed(project, name) !== undefined)
    .flatMap((name) => referencesTo(name, project));
  return all.length === 0 ? 0 : all.filter((isCalled) => !isCalled).length / all.length;
}

/** Variables with the name of a function. */
export function shadowsIn(project: Project): number {
  const globals = new Set(project.files.flatMap(definedIn));
  return allFunctions(project)
    .flatMap(declaredIn)
    .filter((name) => globals.has(name)).length;
}

/** For each use, whether it is a call. */
function referencesTo(name: string, project: Project): boolean[] {
  const inFunctions = allFunctions(project).flatMap((definition) =>
    referencesIn(definition).flatMap((one) => (one.name === name ? [one.called] : [])),
  );
  const inTables = project.files.flatMap(({ tables }) =>
    tables.flatMap(({ entries }) => entries.filter((entry) => entry.function === name)),
  );
  return [...inFunctions, ...inTables.map(() => false)];
}
