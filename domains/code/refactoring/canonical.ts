import type { Project } from './project.ts';
import type { Step } from './steps.ts';

const kept: ReadonlySet<string> = new Set(['kind', 'operator']);

/** Names are numbered in the order in which they come, so that skins and languages are lost. */
export function canonicalProject(project: Project, steps: readonly Step[]): string {
  const numbers = new Map<string, number>();
  return JSON.stringify({ project, steps }, (key, value: unknown) => {
    if (key === 'purpose' || key === 'naturals') return undefined;
    if (typeof value !== 'string' || kept.has(key)) return value;
    if (!numbers.has(value)) numbers.set(value, numbers.size);
    return `#${numbers.get(value)}`;
  });
}
