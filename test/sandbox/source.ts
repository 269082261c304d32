import type { Language, Program } from '../../sandbox/contract.ts';

const entries: Readonly<Record<Language, string>> = { javascript: 'main.js', python: 'main.py' };

/** A program of these files, of which the one called `main` is the entry. */
export function programOf(language: Language, files: Program['files']): Program {
  return { language, files, entry: entries[language] };
}

/** A program of one file. */
export function programIn(language: Language, source: string): Program {
  return programOf(language, { [entries[language]]: source });
}
