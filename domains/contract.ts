import type { z } from 'zod';
import type { Execution, TrialResult } from './execution.ts';
import type { RandomStream } from './random.ts';

/** One continuous knob of a skill. */
export interface ParameterSpec {
  readonly min: number;
  readonly max: number;
  readonly default: number;
  /** What one unit of the value counts, e.g. `clues` or `share`. */
  readonly unit: string;
  /** How the range is sampled and how difficulty is regressed on it. */
  readonly scale: 'linear' | 'log';
  /** True when a higher value never makes a task easier. */
  readonly monotone: boolean;
  /** `search` costs a solver work; `language` costs a reader. Reference agents can calibrate only `search`. */
  readonly kind: 'search' | 'language';
  /** What the parameter does, one sentence. */
  readonly does: string;
}

/** Requested values, keyed by parameter name. Fractions are rounded stochastically inside the generator. */
export type Parameters = Readonly<Record<string, number>>;

/** The same vector as realised in one instance: same keys, on the same units. */
export type Features = Readonly<Record<string, number>>;

/** 0 nothing, 1 up to half, 2 more than half, 3 valid but not the best, 4 whole. Score = category / 4. */
export type Category = 0 | 1 | 2 | 3 | 4;

export const failureCauses = ['NO_ANSWER', 'UNPARSEABLE', 'SCHEMA', 'TRUNCATED', 'REFUSAL', 'WRONG'] as const;
export type FailureCause = (typeof failureCauses)[number];

/** Shares, 0 to 1, that a grade is made of and that are shown apart, as `quality` and `novelty`. */
export type Aspects = Readonly<Record<string, number>>;

export interface Grade {
  /** category / 4 */
  readonly score: number;
  readonly category: Category;
  /** Null for a whole or valid answer (categories 3 and 4). */
  readonly cause: FailureCause | null;
  /** Of skills that have them, for answers that could be read. */
  readonly aspects?: Aspects;
}

/** A question about an answer that is answered with yes or no; its id is the same in every instance. */
export interface Question {
  readonly id: string;
  readonly text: string;
}

/** For the id of each question the share, 0 to 1, of the judges that say yes. */
export type Verdicts = Readonly<Record<string, number>>;

/**
 * What judges are told of an answer, where a program cannot check all that is asked for. Only answers are judged that
 * are whole as far as a program can tell.
 */
export interface Judging<Reference, Answer> {
  /** What was to be done. */
  assignment(reference: Reference): string;
  /** The answer as judges read it. */
  text(answer: Answer): string;
  questions(reference: Reference): readonly Question[];
}

/** What a skill makes of parameters and a random stream. `Reference` is plain JSON and never leaves the grader. */
export interface Instance<Reference> {
  readonly features: Features;
  /** Vocabulary the instance is dressed in; a facet, not a parameter. */
  readonly skin: string;
  /** Everything the model is told, without the answer-format paragraph that `promptOf` appends. */
  readonly body: string;
  /** Shows the shape of an answer with made-up content, its JSON or its program; part of the prompt. */
  readonly answerExample: string;
  readonly reference: Reference;
  /** Skin-free canonical form: equal for isomorphic instances. */
  readonly canonical: string;
}

/**
 * A task family. A new one is one file that exports a `Skill` and one line in its domain's `index.ts`.
 * Everything here is pure; same parameters and stream give the same bytes on every machine, so only integer
 * arithmetic, + - * / and comparison of doubles may decide what reaches an instance.
 */
export interface Skill<Reference = unknown, Answer = unknown> {
  readonly id: string;
  readonly title: string;
  readonly prerequisites: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Pairs of parameters whose product may matter to difficulty. */
  readonly interactions: readonly (readonly [string, string])[];
  /** Mean score of the best blind null model, measured by gate G3. */
  readonly chance: number;
  /** Of the answer as it stands in the block: its JSON, or the text of the block where that is a program. */
  readonly answerSchema: z.ZodType<Answer>;
  /** For skills whose answer is a program; the block then holds its text. */
  readonly execution?: Execution<Reference, Answer>;
  /** For skills whose answers judges read; without judges such a skill is not admitted to evaluations. */
  readonly judging?: Judging<Reference, Answer>;

  /** Builds one instance with its truth by construction. Throws `InstanceRejected` when this draw leads nowhere. */
  generate(parameters: Parameters, random: RandomStream): Instance<Reference>;
  /** The answer that scores 1. */
  answer(reference: Reference): Answer;
  /**
   * Grades an answer that has the right schema. Chance-corrected where parts are counted. `result` is what came of the
   * answer's trial, for skills that have an `execution`; `verdicts` are the judges', for skills that have a `judging`,
   * and without them the category tells of what a program can check alone.
   */
  category(reference: Reference, answer: Answer, result?: TrialResult, verdicts?: Verdicts): Category;
  /** What the category rests on, where it rests on more than one thing. */
  aspects?(reference: Reference, answer: Answer, verdicts?: Verdicts): Aspects;
  /**
   * The independent checker: says whether the answer is whole and right by another algorithm that shares no
   * code with `generate` and `category`. Run on every instance's own answer at generation. It does not run programs
   * of others: it says whether `result` is right.
   */
  verify(reference: Reference, answer: Answer, result?: TrialResult): boolean;
  /** Machine-readable exports, keyed by format (`asp`, `constraints`, …). */
  oracle(reference: Reference): Readonly<Record<string, string>>;
  /** Worked solution in prose, which practice feedback shows. Refers to the names used in the prompt. */
  solution(reference: Reference): string;
  /** A blind guess of the right format for this instance (the random-valid null model). */
  guess(reference: Reference, random: RandomStream): Answer;
  /**
   * Blind, format-valid answers that do not depend on the question's content (all-yes, first option, sorted
   * order…): the constant and enumerator null models.
   */
  blindAnswers(reference: Reference): readonly Answer[];
}

export interface Domain {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly skills: readonly Skill[];
}

/** A generator's draw that cannot be completed; the next substream is tried. */
export class InstanceRejected extends Error {
  override readonly name = 'InstanceRejected';
}
