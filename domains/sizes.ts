import { findSkill } from './catalogue.ts';
import { composeNotebook } from './notebook.ts';
import { seedAt } from './random.ts';
import { generateTask } from './task.ts';

/** What a domain's tasks take, in bytes. */
export interface TaskSizes {
  /** A bare prompt. */
  readonly promptBytes: number;
  /** A practised task in a notebook. */
  readonly entryBytes: number;
}

interface MixCell {
  readonly skill: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Enough for means within a few percent, and a third of a second of generating. */
const cellsPerSkill = 8;

/** Every evaluation of a suite asks for the same sizes. */
const known = new Map<string, TaskSizes>();

/**
 * Means over instances drawn at the first cells of each skill of a mix, a low-discrepancy sequence: known before any
 * model has answered. The same cells give the same sizes.
 */
export function taskSizes(domain: string, mix: readonly MixCell[]): TaskSizes {
  const cells = [...Map.groupBy(mix, (cell) => cell.skill).values()].flatMap((own) =>
    own.slice(0, cellsPerSkill),
  );
  const key = JSON.stringify([domain, cells.map(({ skill, parameters }) => [skill, parameters])]);
  const sizes = known.get(key) ?? meanSizes(domain, cells);
  known.set(key, sizes);
  return sizes;
}

function meanSizes(domain: string, cells: readonly MixCell[]): TaskSizes {
  const sizes = cells.map(({ skill: id, parameters }, index) => {
    const { skill } = findSkill(`${domain}/${id}`);
    const { prompt, reference } = generateTask(domain, skill, parameters, seedAt('sizes', domain, id, index));
    const solution = skill.solution(reference);
    const entry = { skill: id, ordinal: 0, question: prompt, answer: '', score: 0, solution };
    const { text } = composeNotebook([entry], id, [], Number.POSITIVE_INFINITY);
    return { promptBytes: Buffer.byteLength(prompt), entryBytes: Buffer.byteLength(text) };
  });
  const mean = (of: (size: TaskSizes) => number) =>
    sizes.reduce((sum, size) => sum + of(size), 0) / sizes.length;
  return { promptBytes: mean((size) => size.promptBytes), entryBytes: mean((size) => size.entryBytes) };
}
