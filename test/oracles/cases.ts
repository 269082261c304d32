import { z } from 'zod';
import { readFilesText } from '../../domains/code/files-text.ts';
import type { RunTrial, Trial } from '../../domains/execution.ts';
import { canonicalJson, type Json } from '../../domains/json.ts';

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

type Oracle = Readonly<Record<string, string>>;

/** Whether the exported JavaScript, run in the sandbox, returns what the exported cases say. */
export async function javascriptReturnsCases(oracle: Oracle, run: RunTrial): Promise<boolean> {
  const exported = exportSchema.parse(JSON.parse(oracle.cases!));
  const calls = exported.cases.map((one) => ({
    function: (one.function ?? exported.function!).javascript,
    arguments: (one.arguments ?? [one.input]) as Json[],
  }));
  const { end, outcomes } = await run({ program: javascriptProgram(oracle.javascript!, calls), calls });
  const returned = outcomes.map((outcome) => (outcome.kind === 'returned' ? outcome.value : outcome.kind));
  return (
    end === 'done' &&
    canonicalJson(returned) === canonicalJson(exported.cases.map(({ output }) => output as Json))
  );
}

/** Of one file, or of several of which the one with the function that is called is the entry. */
function javascriptProgram(text: string, calls: Trial['calls']): Trial['program'] {
  const files = readFilesText(text);
  if (files === null) return { language: 'javascript', files: { 'main.js': text }, entry: 'main.js' };
  const entry = Object.keys(files).find((file) => files[file]!.includes(`function ${calls[0]!.function}(`));
  return { language: 'javascript', files, entry: entry ?? '' };
}
