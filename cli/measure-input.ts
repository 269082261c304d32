import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { UsageError } from './output.ts';

/** Standard input to its end. Throws `UsageError` where nothing is there to be read. */
export async function readInput(): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageError('no input: it is read as JSON from standard input (see --help)');
  return text(process.stdin);
}

/** The JSON object as this shape has it. Throws `UsageError` that names the field which is not as it should be. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: string): z.output<Schema> {
  if (input.trim() === '') {
    throw new UsageError('standard input is empty: it must be one JSON object (see --help)');
  }
  const parsed = schema.safeParse(parseJson(input));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(issueText(issue!));
}

function parseJson(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw new UsageError(`standard input is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** `items[3].a: message`. Of a choice between shapes, the one that the input came nearest to speaks. */
function issueText(issue: z.core.$ZodIssue, outer: readonly PropertyKey[] = []): string {
  const path = [...outer, ...issue.path];
  if (issue.code === 'invalid_union') {
    const inner = issue.errors
      .filter(([first]) => first!.path.length > 0)
      .sort((a, b) => a.length - b.length);
    if (inner.length > 0) return issueText(inner[0]![0]!, path);
  }
  return `${path.length === 0 ? 'the input' : z.core.toDotPath(path)}: ${issue.message}`;
}

/** A score from 0 to 1; null where there was none. */
export const scoreSchema = z.number().min(0).max(1).nullable();

/** Says at `path` that a list must be as long as another one. */
export function requireLength(
  context: z.RefinementCtx,
  path: readonly (string | number)[],
  list: readonly unknown[],
  length: number,
  of: string,
): void {
  if (list.length === length) return;
  context.addIssue({
    code: 'custom',
    path: [...path],
    message: `it has ${list.length} entries, but there are ${length} ${of}`,
  });
}
