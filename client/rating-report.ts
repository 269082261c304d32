import { type AgreementReport, agree } from '../measurement/rating/agree.ts';
import { distinct, type Rating } from '../measurement/rating/ratings.ts';
import type { Db } from '../schema/database.ts';
import { type StoredRating, storedRatings } from '../schema/ratings.ts';

/** Who wrote a response, and to what. */
export interface RatedResponse {
  readonly response: string;
  readonly skill: string;
  readonly family: string;
  readonly checkpoint: string;
}

/** What the ratings of one scale of scores say. */
export interface ScaleReport {
  /** Scores are 0 to this. */
  readonly scoreMax: number;
  readonly criteria: readonly string[];
  /** Those that `agreement` names, from blindness back. */
  readonly responses: readonly RatedResponse[];
  /** Null where the ratings cannot be brought onto one scale; `reason` says why. */
  readonly agreement: AgreementReport | null;
  readonly reason: string | null;
}

/** What is told; what is left out does not narrow. */
export interface ReportSelection {
  /** Ratings of answers to tasks of these skills: a judge may be good at one kind and bad at another. */
  readonly skills?: readonly string[];
  /** Responses of these families. Raters are measured on all, since they do not know the families. */
  readonly families?: readonly string[];
}

/**
 * How raters agree, how severe they are, which judges count and what those who count say of the responses: for each
 * scale of scores by itself, since a step on one is none on another.
 */
export async function ratingReport(db: Db, { skills, families }: ReportSelection): Promise<ScaleReport[]> {
  const stored = await storedRatings(db, skills);
  const scales = distinct(stored, ({ scoreMax }) => scoreMax).sort((a, b) => b - a);
  return scales.map((scoreMax) => {
    const report = scaleReport(
      scoreMax,
      stored.filter((rating) => rating.scoreMax === scoreMax),
    );
    return families === undefined ? report : ofFamilies(report, families);
  });
}

function ofFamilies({ agreement, ...report }: ScaleReport, families: readonly string[]): ScaleReport {
  const responses = report.responses.filter(({ family }) => families.includes(family));
  if (agreement === null) return { ...report, responses, agreement };
  const names = new Set(responses.map(({ response }) => response));
  const fair = agreement.fair.responses?.filter(({ response }) => names.has(response)) ?? null;
  return { ...report, responses, agreement: { ...agreement, fair: { ...agreement.fair, responses: fair } } };
}

function scaleReport(scoreMax: number, stored: readonly StoredRating[]): ScaleReport {
  const about = new Map(stored.map((rating) => [rating.taskId, rating]));
  const shared = {
    scoreMax,
    criteria: distinct(stored, ({ criterion }) => criterion),
    responses: [...about.values()].map(({ taskId, domain, skill, family, checkpoint }) => ({
      response: String(taskId),
      skill: `${domain}/${skill}`,
      family,
      checkpoint,
    })),
  };
  try {
    return { ...shared, agreement: agree(stored.map(ratingOf), scoreMax), reason: null };
  } catch (error) {
    if (error instanceof RangeError) return { ...shared, agreement: null, reason: error.message };
    throw error;
  }
}

function ratingOf({
  taskId,
  criterion,
  rater,
  kind,
  occasion,
  score,
  heldOut,
  length,
}: StoredRating): Rating {
  return {
    ...{ response: String(taskId), criterion, rater, kind, occasion, score, heldOut },
    length: length === 0 ? null : length,
  };
}
