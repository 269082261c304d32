import type { Expression, Statement } from '../ir/program.ts';

/** Notes all statements and expressions in these, themselves included, in the order of the text. */
export function eachPart(
  whole: Statement | Expression | readonly Statement[],
  note: (part: Statement | Expression) => void,
): void {
  if (!Array.isArray(whole)) note(whole as Statement | Expression);
  for (const part of Object.values(whole))
    if (typeof part === 'object' && part !== null) eachPart(part, note);
}
