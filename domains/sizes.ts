import { findDomain, findSkill } from './catalogue.ts';
import { randomVector } from './check/vectors.ts';
import type { Skill } from './contract.ts';
import { judgePrompt, materialOf } from './judging.ts';
import { composeNotebook } from './notebook.ts';
import { RandomStream, seedAt } from './random.ts';
import { generateTask, referenceText } from './task.ts';

/** What a domain's tasks take, in bytes. */
export interface TaskSizes {
  /** A bare prompt. */
  readonly promptBytes: number;
  /** A practised task in a notebook. */
  readonly entryBytes: number;
}

/** What a domain's tasks take that judges read, in bytes. */
export interface JudgedSizes {
  readonly promptBytes: number;
  /** What a judge is sent to read one answer, if that is the reference answer. */
  readonly readingBytes: number;
}

interface MixCell {
  readonly skill: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** Enough for means within a few percent, and a third of a second of generating. */
const cellsPerSkill = 8;

/** Every evaluation of a suite asks for the same sizes. */
const known = new Map<string, TaskSizes>();
const judgedKnown = new Map<string, JudgedSizes | null>();

/** A nonce is of this length. */
const nonce = '0'.repeat(32);

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
  return {
    promptBytes: meanOf(sizes, (size) => size.promptBytes),
    entryBytes: meanOf(sizes, (size) => size.entryBytes),
  };
}

/** Means over instances drawn evenly over the ranges, as judged tasks are; null where judges read nothing of the domain. */
export function judgedSizes(domain: string): JudgedSizes | null {
  const skills = findDomain(domain).skills.filter(({ judging }) => judging !== undefined);
  const sizes = judgedKnown.get(domain) ?? (skills.length === 0 ? null : meanJudgedSizes(domain, skills));
  judgedKnown.set(domain, sizes);
  return sizes;
}

function meanJudgedSizes(domain: string, skills: readonly Skill[]): JudgedSizes {
  const sizes = skills.flatMap((skill) =>
    Array.from({ length: cellsPerSkill }, (_, index) => {
      const seed = seedAt('sizes', domain, skill.id, index);
      const vector = randomVector(skill, new RandomStream(seed));
      const { prompt, reference } = generateTask(domain, skill, vector, seed);
      const material = materialOf(skill, reference, referenceText(skill, reference))!;
      return {
        promptBytes: Buffer.byteLength(prompt),
        readingBytes: Buffer.byteLength(judgePrompt(material, nonce)),
      };
    }),
  );
  return {
    promptBytes: meanOf(sizes, (size) => size.promptBytes),
    readingBytes: meanOf(sizes, (size) => size.readingBytes),
  };
}

function meanOf<Size>(sizes: readonly Size[], of: (size: Size) => number): number {
  return sizes.reduce((sum, size) => sum + of(size), 0) / sizes.length;
}
