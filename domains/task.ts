import { createHash } from 'node:crypto';
import { type AnswerForm, answerFormat, answerText, type Extraction, extractAnswer } from './answer.ts';
import type { Category, Features, Grade, Instance, Parameters, Skill, Verdicts } from './contract.ts';
import { InstanceRejected } from './contract.ts';
import type { RunTrial, TrialResult } from './execution.ts';
import { RandomStream } from './random.ts';

/** Changes when any grader's verdict on some answer could change; stored beside every grade. */
export const graderVersion = 1;

export interface Task {
  readonly domain: string;
  readonly skill: string;
  readonly seed: string;
  readonly parameters: Parameters;
  readonly features: Features;
  readonly skin: string;
  readonly prompt: string;
  readonly reference: unknown;
  /** SHA-256 of the canonical form: equal for isomorphs. */
  readonly canonical: string;
  /** Draws thrown away because the two checkers disagreed; anything but 0 is a bug to look into. */
  readonly disagreements: number;
}

const drawsMax = 200;

/** The task that this seed and these parameters name: a pure function of its arguments. */
export function generateTask(domain: string, skill: Skill, parameters: Parameters, seed: string): Task {
  const complete = completeParameters(skill, parameters);
  const root = new RandomStream(seed);
  let disagreements = 0;
  for (let draw = 0; draw < drawsMax; draw++) {
    const instance = drawInstance(skill, complete, root.substream(skill.id, draw));
    if (instance === null) continue;
    if (!checkersAgree(skill, instance)) {
      disagreements++;
      continue;
    }
    return {
      domain,
      skill: skill.id,
      seed,
      parameters: complete,
      features: instance.features,
      skin: instance.skin,
      prompt: `${instance.body}\n\n${answerFormat(instance.answerExample, answerFormOf(skill))}`,
      reference: instance.reference,
      canonical: createHash('sha256').update(`${skill.id}\n${instance.canonical}`).digest('hex'),
      disagreements,
    };
  }
  throw new Error(
    `${skill.id}: no instance in ${drawsMax} draws at ${JSON.stringify(complete)}; the generator cannot reach these parameters`,
  );
}

/** Fills in defaults and refuses names and values that the skill does not have. */
export function completeParameters(skill: Skill, parameters: Parameters): Parameters {
  for (const name of Object.keys(parameters)) {
    if (!(name in skill.parameters)) {
      throw new RangeError(
        `${skill.id} has no parameter ${name}; it has ${Object.keys(skill.parameters).join(', ')}`,
      );
    }
  }
  return Object.fromEntries(
    Object.entries(skill.parameters).map(([name, spec]) => {
      const value = parameters[name] ?? spec.default;
      if (!(value >= spec.min && value <= spec.max)) {
        throw new RangeError(`${skill.id}: ${name} = ${value} is outside ${spec.min} to ${spec.max}`);
      }
      return [name, value];
    }),
  );
}

/**
 * Grades a model's text, running what it wrote if that is a program. `truncated` says that its server cut it at the
 * token limit; `verdicts` are those of judges who have read it.
 */
export async function gradeWith(
  run: RunTrial,
  skill: Skill,
  reference: unknown,
  text: string,
  truncated = false,
  verdicts?: Verdicts,
): Promise<Grade> {
  const extraction = readAnswer(skill, text, truncated);
  const trial = extraction.ok ? skill.execution?.trial(reference, extraction.answer) : undefined;
  return gradeOf(skill, reference, extraction, trial === undefined ? undefined : await run(trial), verdicts);
}

/** The same for a skill whose answers are not run, which takes no time. */
export function gradeText(skill: Skill, reference: unknown, text: string, truncated = false): Grade {
  return gradeOf(skill, reference, readAnswer(skill, text, truncated));
}

export function answerFormOf(skill: Skill): AnswerForm {
  return skill.execution === undefined ? 'json' : 'code';
}

/** The answer in a model's text, of the schema and form that the skill asks for. */
export function readAnswer(skill: Skill, text: string, truncated: boolean): Extraction<unknown> {
  return extractAnswer(text, skill.answerSchema, truncated, answerFormOf(skill));
}

function gradeOf(
  skill: Skill,
  reference: unknown,
  extraction: Extraction<unknown>,
  result?: TrialResult,
  verdicts?: Verdicts,
): Grade {
  if (!extraction.ok) return { score: 0, category: 0, cause: extraction.cause };
  const category = skill.category(reference, extraction.answer, result, verdicts);
  const grade: Grade = { score: category / 4, category, cause: category >= 3 ? null : 'WRONG' };
  return skill.aspects === undefined
    ? grade
    : { ...grade, aspects: skill.aspects(reference, extraction.answer, verdicts) };
}

/** A text that scores 1. */
export function referenceText(skill: Skill, reference: unknown): string {
  return answerText(skill.answer(reference), answerFormOf(skill));
}

/**
 * Category of an answer of which a share is right, with the share that blind answers get taken off:
 * q = (share - chance) / (1 - chance), then 0 for q = 0, 1 for q <= 1/2, 2 for q < 1, 4 for the whole answer.
 */
export function categoryOfShare(share: number, chance: number): Category {
  if (share >= 1) return 4;
  const corrected = Math.max(0, (share - chance) / (1 - chance));
  if (corrected === 0) return 0;
  return corrected <= 0.5 ? 1 : 2;
}

function drawInstance(skill: Skill, parameters: Parameters, random: RandomStream): Instance<unknown> | null {
  try {
    return skill.generate(parameters, random);
  } catch (error) {
    if (error instanceof InstanceRejected) return null;
    throw error;
  }
}

function checkersAgree(skill: Skill, instance: Instance<unknown>): boolean {
  const { reference } = instance;
  const answer = skill.answer(reference);
  const result = skill.execution?.expected(reference);
  return skill.category(reference, answer, result) === 4 && skill.verify(reference, answer, result);
}
