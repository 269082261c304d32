import type { Example } from '../notebook.ts';
import { type Literal, type Premise, readConflictPrompt } from './conflict-prompt.ts';

/** A contradiction that is followed to its end, or a conclusion from what the repair keeps. */
const followingLine = /^- (?:Core \d+:|By P\d+|P\d+:) .*$/gm;

/** What a worked solution does: it follows premises of some shapes until they end in a contradiction. */
export function conflictTechniquesIn({ question, solution }: Example): readonly string[] {
  const prompt = readConflictPrompt(question);
  if (prompt === null) return [];
  const lines = [...solution.matchAll(followingLine)].map(([line]) => line);
  const cited = new Set(lines.flatMap((line) => line.match(/P\d+/g) ?? []));
  return [...new Set(prompt.premises.filter(({ id }) => cited.has(id)).map(followAtOnce))];
}

/** Premises of this one's shape are followed with what each conclusion rests on, so that a contradiction shows its core. */
export function followAtOnce({ conditions, conclusion }: Premise): string {
  const sign = ({ holds }: Literal) => (holds ? '+' : '-');
  return `follow premises of the shape ${conditions.map(sign).sort().join('')}>${sign(conclusion)}`;
}
