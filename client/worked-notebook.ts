import type { Domain, Skill } from '../domains/contract.ts';
import { composeNotebook, type NotebookEntry, notebookTokensMax } from '../domains/notebook.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask, referenceText } from '../domains/task.ts';
import { spreadParameters } from './instances.ts';

/**
 * A notebook of worked examples of a skill, as a reader has it who has practised before: tasks spread over the
 * skill's range with their right answers and solutions, as many as fit.
 */
export function workedNotebook(domain: Domain, skill: Skill, examples: number, seed: string): string {
  const entries = spreadParameters(skill, examples, 0.5).map((parameters, ordinal): NotebookEntry => {
    const path = seedAt(seed, 'worked', domain.id, skill.id, ordinal);
    const { prompt, reference } = generateTask(domain.id, skill, parameters, path);
    const answer = referenceText(skill, reference);
    const solution = skill.solution(reference);
    return { skill: skill.id, ordinal, question: prompt, answer, score: 1, solution };
  });
  return composeNotebook(entries, skill.id, [], notebookTokensMax).text;
}
