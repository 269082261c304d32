import { endsWithQuestion } from '../last-question.ts';
import { sectionLines } from '../reading.ts';

/** A clause without "not", and whether it is said to hold. */
export interface Literal {
  readonly atom: string;
  readonly holds: boolean;
}

export interface Premise {
  readonly id: string;
  readonly conditions: readonly Literal[];
  readonly conclusion: Literal;
  /** Of its source, in percent. */
  readonly reliability: number;
}

export interface ConflictPrompt {
  readonly premises: readonly Premise[];
  readonly statements: readonly { readonly id: string; readonly literal: Literal }[];
}

const lastSentence = /^Find all cores, and judge every statement by the premises that the repair keeps:/;

/** The dispute that the prompt ends with; null when it is of another kind. */
export function readConflictPrompt(prompt: string): ConflictPrompt | null {
  if (!endsWithQuestion(prompt, lastSentence)) return null;
  const reliabilities = new Map(
    sectionLines(prompt, 'Sources:').flatMap((line) => {
      const [, source, percent] = /^- (\w): (\d+)$/.exec(line) ?? [];
      return source === undefined ? [] : [[source, Number(percent)] as const];
    }),
  );
  const premises = sectionLines(prompt, 'Premises, each with its source:').flatMap((line) => {
    const [, id, source, text] = /^(P\d+) \((\w)\)\. (.+)\.$/.exec(line) ?? [];
    if (id === undefined || source === undefined || text === undefined) return [];
    const [, when, then] = /^If (.+), then (.+)$/.exec(text) ?? [];
    const conditions = when === undefined ? [] : when.split(' and ').map(readLiteral);
    return [
      { id, conditions, conclusion: readLiteral(then ?? text), reliability: reliabilities.get(source) ?? 0 },
    ];
  });
  const statements = sectionLines(prompt, 'Statements:').flatMap((line) => {
    const [, id, text] = /^(S\d+)\. (.+)\.$/.exec(line) ?? [];
    return id === undefined || text === undefined ? [] : [{ id, literal: readLiteral(text) }];
  });
  return premises.length === 0 || statements.length === 0 ? null : { premises, statements };
}

/** The literals of which at least one is true when the premise is. */
export function clauseOf({ conditions, conclusion }: Premise): readonly Literal[] {
  return [...conditions.map(opposite), conclusion];
}

export function opposite({ atom, holds }: Literal): Literal {
  return { atom, holds: !holds };
}

function readLiteral(text: string): Literal {
  const atom = text.replace(' is not ', ' is ');
  return { atom, holds: atom === text };
}
