/**
 * Every threshold of the measurement, fixed before anything is measured, with its reason. A change here changes
 * what numbers mean and therefore needs a new suite version.
 */

type DepthName = 'quick' | 'standard' | 'deep';

export interface Depth {
  /** Cap of placement, probe included. */
  readonly tasksMax: number;
  /** No stop before this: half the cap, and never fewer than the probe and a few aimed tasks. */
  readonly tasksMin: number;
  /** Static probe: tasks drawn at random from the reference mix. */
  readonly probeTasks: number;
  /** Posterior SD of the reported ability at which placement ends, in logits. */
  readonly sdTarget: number;
  /** Placement ends when the next `gainTasks` tasks are expected to take less than this off the SD. */
  readonly sdGainMin: number;
  /** Blocks of practice after placement, where the suite has a practice phase. */
  readonly practiceBlocks: number;
}

/**
 * The gain that a task brings shrinks with the cube of the SD, so a threshold of .01 would end every deep session
 * near SD .27; there it is .01 · (.12/.30)³, which plays the same part at the deeper target.
 */
export const depths: Readonly<Record<DepthName, Depth>> = {
  quick: { tasksMax: 24, tasksMin: 12, probeTasks: 8, sdTarget: 0.5, sdGainMin: 0.01, practiceBlocks: 3 },
  standard: { tasksMax: 48, tasksMin: 24, probeTasks: 16, sdTarget: 0.3, sdGainMin: 0.01, practiceBlocks: 8 },
  deep: {
    tasksMax: 160,
    tasksMin: 80,
    probeTasks: 32,
    sdTarget: 0.12,
    sdGainMin: 0.00064,
    practiceBlocks: 20,
  },
};

/** Horizon of the expected gain: about half a round, so one unlucky task does not end a session. */
export const gainTasks = 5;

/** The same wide prior for every checkpoint: a prior from the predecessor would shrink regressions away. */
export const abilityPriorSd = 2;

/**
 * Abilities of a calibration pool: from models that solve nothing to models that solve all, so about three times as
 * wide. A narrower prior would push the pool's spread into the deviations and inflate their SD.
 */
export const poolAbilityPriorSd = 6;

/** θ is integrated on this lattice; ±6 holds three prior SDs, and .05 is a sixth of the sharpest usual SD. */
export const thetaGrid = { min: -6, max: 6, step: 0.05 } as const;

/** A skill's deviation is integrated out to this many of its SDs; what lies beyond weighs 6e-7. */
export const deviationReachSds = 5;

/** u: even a perfect reader slips on one task in fifty. Fixed, since few data can tell it from ability. */
export const slip = 0.02;

/** Priors of the item parameters, in logits (ln a: in log slope). */
export const difficultyCoefficientPriorSd = 1.5;
/** The easiest corner of a skill may lie as far from the pool's mean as the pool's weakest model, and farther. */
export const interceptPriorSd = 4;
export const logSlopePriorSd = 0.3;
export const residualPriorSd = 0.5;

/** Bounds of the weight of a graded score: outside them a few odd residuals would rule the precision. */
export const scoreWeight = { min: 0.5, max: 4 } as const;

/** Tasks that are planned and asked together: wide enough to keep an endpoint busy, narrow enough to adapt. */
export const roundTasks = 8;

/** Tasks of a round of the probe, which are drawn at random whatever is answered before. */
export const probeRoundTasks = 16;

/**
 * A round takes at most this share of the tasks that the SD target still needs. Placement of a sharp test (slope 2)
 * needs some 15 tasks; rounds of 8 would spend half of them before the first answer, and 1.5 times an oracle's tasks.
 */
export const roundNeedShare = 0.25;

/** Below two tasks a round the endpoint waits more than it works. */
export const roundTasksMin = 2;

/** Share of placement aimed nowhere: without it the difficulty model could never be caught wrong. */
export const offTargetShare = 0.12;

/** Candidates that a generator realises for one task. */
export const candidatesPerTask = 8;

/** Two candidates this close to the target carry the same information (it is flat to 1 % there). */
export const candidateTieLogits = 0.1;

/** Cells per parameter whose use is evened out, so that a session does not dwell on one corner. */
export const usageCells = 16;

/** Two-sided 95 %. */
export const normal95 = 1.959963984540054;

/** Two-sided 99 %: the fit check runs in every session, so it may cry wolf once in a hundred. */
export const fitCheckZ = 2.58;

/** Joint draws behind every interval: the 2.5 % quantile then rests on 50 draws. */
export const jointDraws = 2000;

/** Narrower windows (a factor of 3.2 in compute) give a ratio of noise. log10 units. */
export const windowWidthMin = 0.5;

/** Measured points that each side needs inside the window; two make a line, not a curve. */
export const windowPointsMin = 3;

/** A baseline whose mean performance may be this low divides by next to nothing. */
export const referenceAreaMin = 0.05;

/** A baseline above this leaves no room to be better. */
export const referenceAreaMax = 0.95;

/** Probability of having risen below which a curve is called flat. */
export const riseProbabilityMin = 0.95;

/** Tasks of a practice block: enough examples to learn from, and a measurement beside them that costs a third. */
export const practiceTasksPerBlock = 4;
export const measurementTasksPerBlock = 2;

/** Practice aims at this expected success: the middle of .80 to .85, where most is solved and some is news. */
export const practiceSuccess = 0.825;

/** Two-sided 90 %, one-sided 95 %. */
export const normal90 = 1.6448536269514722;

/** Family-wise rate of false alarms between two checkpoints, over all domains of the suite together. */
export const changeAlpha = 0.05;

/** A change smaller than this, in logits, is not worth an alarm however surely it is there. */
export const changeLogitsMin = 0.2;

/** Probability that a change exceeds `changeLogitsMin` from which it is called one. */
export const changeProbabilityMin = 0.95;

/** Checkpoints are equivalent in a domain when they differ by less than this, in logits: half a usual skill's SD. */
export const equivalenceLogits = 0.5;

/** With which probability a detectable difference is found. */
export const detectionPower = 0.8;

/** Pairs of repeated evaluations that the SD between runs may rest on: fewer leave it uncertain by over a third. */
export const runPairsMin = 5;

/** Points without which a series has no trend of its own. */
export const plateauPointsMin = 3;

/**
 * Slopes within ± this, in logits a doubling of compute, are a plateau; over fewer than four doublings, those
 * that come to less than `plateauRiseLogits` in all.
 */
export const plateauSlope = 0.05;
export const plateauRiseLogits = 0.2;

/** Share of a skill's masters without a prerequisite above which the edge is refuted: a tenth may be misjudged. */
export const refutedShareMin = 0.1;

/** Practice curves over less than a doubling of 1 + c/c0 give a ratio of noise. log10 units. */
export const practiceWidthMin = 0.3;

/** The placement at c = 0 and three blocks: two blocks make a line, not a curve. */
export const practicePointsMin = 4;

/** Levels of S⁺ whose compute is told: a quarter, half and three quarters of what can be learnt. */
export const milestoneLevels = [0.25, 0.5, 0.75] as const;

/** Prior SD of the person × difficulty slope: models that differ by more than ±.6 have not been seen. */
export const difficultySlopePriorSd = 0.3;

/**
 * Rates q of the walk along practice, in logit² a unit of log10(1 + c/c0). sqrt(q), the SD of what a tenfold of
 * practice brings, doubles from next to nothing to more than any model was seen to learn: .2, .4, .8, 1.6, 3.2
 * logits. Few tasks tell these apart, so the prior matters, and it is halfway (in logarithms) between two usual ones
 * for a scale: weights ∝ sqrt(SD), up to a factor. Equal weights shrink a late leap of one logit so far that 9 % of the intervals miss
 * it; weights ∝ SD (uniform in the SD) miss none, and recognise one plateau in six.
 */
export const walkRates = [0.2, 0.4, 0.8, 1.6, 3.2].map((sd) => ({
  rate: sd ** 2,
  prior: Math.sqrt(sd),
}));

/**
 * Abilities walk on this lattice. Sums over it stand for integrals of normals to exp(−2π²·(SD/step)²), 4e-13 at the
 * sharpest placement's SD of .12, and a finer one costs with the cube of its size. Wider than the theta grid, since a
 * skill may lie beyond its domain; outside nothing reachable is uncertain, so the ends hold what lies beyond.
 */
export const walkGrid = { min: -8, max: 8, step: 0.1 } as const;

/** Linking cells that every placement asks: a cell then has the attempts that a test of its drift needs after a few runs. */
export const anchorsPerSession = 4;

/** Bytes of a token where no endpoint has counted, as in English prose; a notebook's tokens are counted so too. */
export const bytesPerToken = 4;

/** Tokens of an answer from a model that has not answered yet: a page of reasoning and the answer itself. */
export const completionTokensAssumed = 500;

/** Anchors of a domain: with fewer a link between scales rests on the luck of single cells. */
export const anchorsMin = 20;
/** Attempts at an anchor, pooled over runs, from which its drift is tested: its shift is then known to ±.4 or so. */
export const anchorAttemptsMin = 30;
/** An anchor has drifted when its shift is sure (24 anchors give a false alarm in six such tests) and matters. */
export const driftLimits = { z: 2.7, shift: 0.3 } as const;

/** Time that such an answer takes: 50 tokens a second, as servers give that are neither idle nor swamped. */
export const tokenMsAssumed = 20;

/** What a round takes beside its answers: making eight tasks, grading them, and the workflow's own steps. */
export const roundOverheadMs = 400;

/**
 * What a calibration needs at least: instances of each skill for a spread and ten or so coefficients, models for an
 * ability range, and kinds of models so that difficulty is not one solver's habit.
 */
export const calibrationMinimum = { instances: 80, models: 8, kinds: 3 } as const;

/** A skill is mastered where its mastery point is solved four times in five, and that is all but certain. */
export const masterySuccess = 0.8;
export const masteryProbabilityMin = 0.95;

/** Mastery point: harder than most of what the reference mix asks in a skill, short of its hardest corner. */
export const masteryQuantile = 0.6;

/** Measurement tasks that a trend looks back over: twelve blocks, or half of a deep session's practice. */
export const trendTasks = 24;

/** The least gain over them that counts as learning, in logits; losing as much counts as unlearning. */
export const trendGain = 0.25;

/** Probability at which a trend is claimed: a probe costs one block, so a wrong one in five is affordable. */
export const trendProbabilityMin = 0.8;

/** An interval wider than this share of what was known beforehand says more of the prior than of the model. */
export const trendRelativeWidthMax = 0.7;

/** Anchors that a calibration freezes: above the minimum, so that a few may drift and the link still stand. */
export const anchorsPerDomain = 24;

/** c0 of the practice axis, in tokens: about one worked example, below which practice has hardly begun. */
export const practiceTokenOffset = 2_000;

/** Resamples behind the interval of a coefficient of agreement: its ends are then known to 3 % of its width. */
export const ratingResamples = 2_000;

/**
 * Prior SDs of what many-facet models estimate: of severities, difficulties, thresholds and the mean ability, in logits,
 * and of the log SD of abilities. Raters that differ by more than ±6 logits do not rate the same thing, and at a usual
 * standard error of .2 the prior draws an estimate by .4 %.
 */
export const facetPriorSds = { effect: 3, logSd: 1 } as const;

/**
 * What a judge needs to count. Alpha: the least for tentative conclusions (Krippendorff 2004, *Content Analysis*, 241).
 * Kappa: what automated essay scoring is held to (Williamson, Xi & Breyer 2012, *Educational Measurement: Issues and
 * Practice* 31, 2–13). With fewer held-out responses the interval of either is wider than ±.15. A drift is known well
 * enough at a standard error of .2 logits: a judge that has not drifted then passes six times in seven. A panel is two.
 */
export const judgeGate = {
  alphaMin: 0.667,
  kappaMin: 0.7,
  heldOutMin: 30,
  driftMax: 0.3,
  driftSeMax: 0.2,
  panelMin: 2,
} as const;

/** Judges of a panel at least, of as many families of models: of two that differ, neither could be believed. */
export const judgePanelMin = 3;

/** Tasks that judges read at the end of a session: each costs a call to every judge, and none moves the ability. */
export const judgedTasks: Readonly<Record<DepthName, number>> = { quick: 4, standard: 8, deep: 16 };

/**
 * Answers of earlier sessions that a panel reads again, for each new one: what a judge's drift is known from, which must
 * be known to `driftSeMax` before it counts.
 */
export const anchorsPerJudgedTask = 0.5;
