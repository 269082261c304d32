/** Answers that are a program in one file. */
import type { Trial } from '../execution.ts';
import type { Language } from './languages.ts';

const files = { javascript: 'solution.js', python: 'solution.py' } as const;

export function singleFileTrial(language: Language, answer: string, calls: Trial['calls']): Trial {
  const entry = files[language];
  return { program: { language, files: { [entry]: answer }, entry }, calls };
}
