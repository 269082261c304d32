import { logSlopePriorSd } from '../constants.ts';
import { improveDeviations } from './deviations.ts';
import { spreadMin } from './item-margin.ts';
import { type Fit, findMode } from './mode.ts';
import { scoreWeightsOf } from './score-weights.ts';
import type { Design } from './shapes.ts';
import { improveSkill, searchTolerance } from './skill-search.ts';
import { type Hyperparameters, inUnit, mixWeightsOf, type State, startState, stateInUnit } from './state.ts';

const sweepsMax = 8;

/**
 * The fit: abilities and coefficients at the mode of the marginal likelihood, slopes and spreads by maximising the
 * evidence, in sweeps over the skills until nothing moves. Score weights come from the residuals of the sweep before,
 * of the first from weights 1.
 */
export function fitDesign(design: Design): Fit {
  const hypers = design.skills.map(
    ({ frozen }) => frozen?.hyper ?? { logSlope: 0, residualSd: 0.5, weight: 1 },
  );
  return settle(
    design,
    {
      deviationSd: startingDeviationSd(design),
      groupDeviationSd: 1,
      residualSds: hypers.map(({ residualSd }) => residualSd),
      logSlopes: hypers.map(({ logSlope }) => logSlope),
      slopePull: 0,
      weights: hypers.map(({ weight }) => weight),
    },
    startState(design),
  );
}

function startingDeviationSd({ deviationSd, skills }: Design): number {
  // A scale says 0 where it found none, and a link needs some.
  if (deviationSd !== null) return Math.max(deviationSd, spreadMin);
  return skills.length > 1 ? 1 : spreadMin;
}

/** A fit to other responses of the same kind, begun at a known one to save time. */
export function refit(known: Fit, design: Design): Fit {
  return settle(design, known.hyper, startState(design));
}

function settle(design: Design, hyper: Hyperparameters, state: State): Fit {
  let fit = sweep({ design, hyper, mode: findMode(design, state, hyper) });
  for (let count = 1; count < sweepsMax; count++) {
    const weighted = { ...fit.hyper, weights: scoreWeightsOf(fit) };
    const next = sweep({ design, hyper: weighted, mode: findMode(design, fit.mode.state, weighted) });
    const moved = distance(fit.hyper, next.hyper);
    fit = next;
    if (moved < 3 * searchTolerance) break;
  }
  return fit;
}

/** The largest factor, in its logarithm, by which a spread or a slope differs; spreads of next to none count as one. */
function distance(left: Hyperparameters, right: Hyperparameters): number {
  const all = ({ deviationSd, groupDeviationSd, residualSds, logSlopes }: Hyperparameters) => [
    ...[deviationSd, groupDeviationSd, ...residualSds].map((sd) => Math.log(Math.max(sd, 4 * spreadMin))),
    ...logSlopes,
  ];
  const other = all(right);
  return Math.max(...all(left).map((value, index) => Math.abs(value - other[index]!)));
}

/**
 * Improves every skill's slope and spread against the others as they are, then the spreads of the deviations. What is
 * frozen stays, and with it the unit.
 */
function sweep({ design, hyper, mode }: Fit): Fit {
  const mix = mixWeightsOf(design);
  const improved = design.skills.map(({ frozen }, f) =>
    frozen === null
      ? // With one skill a slope relative to others cannot be told.
        improveSkill({ design, hyper, mode }, f, mix.length > 1 ? hyper.slopePull * mix[f]! : null)
      : { hyper: frozen.hyper, mode: { state: mode.state.skills[f]! } },
  );
  const shift = design.pinned ? improved.reduce((sum, own, f) => sum + mix[f]! * own.hyper.logSlope, 0) : 0;
  const unit = Math.exp(shift);
  const rescaled = inUnit(unit, {
    ...hyper,
    slopePull: hyper.slopePull - (shift * mix.length) / logSlopePriorSd ** 2,
    residualSds: improved.map((own) => own.hyper.residualSd),
    logSlopes: improved.map((own) => own.hyper.logSlope),
  });
  const state = stateInUnit(unit, { ...mode.state, skills: improved.map((own) => own.mode.state) });
  return improveDeviations({ design, hyper: rescaled, mode: findMode(design, state, rescaled) });
}
