/** A program with a fault, its comments and its calls, as read from a prompt. */
import { type CommentedProgram, readCommentedProgram } from './commented-program.ts';

export interface FaultPrompt extends CommentedProgram {
  readonly entry: string;
}

const opening =
  /^Here is a program in (?:JavaScript|Python)(?:, in \d+ files)?\. The number before each line/;

/** The program that the prompt ends with; null when it is of another kind. */
export function readFaultPrompt(prompt: string): FaultPrompt | null {
  const program = readCommentedProgram(prompt, opening);
  const entry = program?.calls[0]?.function;
  if (program === null || entry === undefined || !program.functions.has(entry)) return null;
  return { ...program, entry };
}
