/** Several files in one text, each after a line that names it: how an answer gives the files that it changes. */
import { z } from 'zod';

export type Files = Readonly<Record<string, string>>;

const nameLine = /^=== ([A-Za-z0-9_][A-Za-z0-9_./-]*) ===[ \t]*$/;

/** The files in the order given. */
export function filesText(files: Files): string {
  return Object.entries(files)
    .map(([name, text]) => `=== ${name} ===\n${text.endsWith('\n') ? text.slice(0, -1) : text}`)
    .join('\n');
}

/** Null for a text that does not begin with a name, or has one twice. */
export function readFilesText(text: string): Files | null {
  const files = new Map<string, string[]>();
  let lines: string[] | null = null;
  for (const line of text.split('\n')) {
    const name = nameLine.exec(line)?.[1];
    if (name !== undefined) {
      if (files.has(name)) return null;
      lines = [];
      files.set(name, lines);
    } else if (lines !== null) lines.push(line);
    else if (line.trim() !== '') return null;
  }
  if (files.size === 0) return null;
  return Object.fromEntries([...files].map(([name, content]) => [name, `${content.join('\n')}\n`]));
}

/** Of answers that are files; the answer stays one text. */
export function filesSchema(charactersMax: number): z.ZodType<string> {
  return z
    .string()
    .max(charactersMax)
    .refine((text) => readFilesText(text) !== null, {
      error: 'the block must hold files, each after a line === NAME ===',
    });
}
