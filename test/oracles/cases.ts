import { z } from 'zod';
import { readFilesText } from '../../domains/code/files-text.ts';
import type { Language } from '../../domains/code/languages.ts';
import { returning } from '../../domains/code/returns.ts';
import type { Json } from '../../domains/json.ts';
import { type KnownTrial, type Oracle, programOfFiles } from './known.ts';

const name = z.object({ javascript: z.string(), python: z.string() });

/** The export `cases`: what is called, one argument or several, and what comes back. A case may name its own function. */
const exportSchema = z.object({
  function: name.optional(),
  cases: z.array(
    z.object({
      function: name.optional(),
      input: z.json().optional(),
      arguments: z.array(z.json()).optional(),
      output: z.json(),
    }),
  ),
});

/** The exported program in one language, of one file or several, and what the exported cases say that it returns. */
export function knownByCases(oracle: Oracle, language: Language): KnownTrial {
  const exported = exportSchema.parse(JSON.parse(oracle.cases!));
  const calls = exported.cases.map((one) => ({
    function: (one.function ?? exported.function!)[language],
    arguments: (one.arguments ?? [one.input]) as Json[],
  }));
  const text = oracle[language]!;
  const files = readFilesText(text) ?? { [language === 'javascript' ? 'main.js' : 'main.py']: text };
  return {
    trial: { program: programOfFiles(language, files, calls[0]!.function), calls },
    result: returning(exported.cases.map(({ output }) => output as Json)),
  };
}
