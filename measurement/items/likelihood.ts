import type { Place } from '../numeric/ascend.ts';
import type { ItemModel } from './em.ts';
import { marginalDerivatives } from './information.ts';
import { marginalLogLikelihood } from './marginal.ts';
import { derivativesIn, linesAt } from './parameters.ts';
import type { PatternTable } from './patterns.ts';
import { addPriors, logPrior } from './priors.ts';
import type { Quadrature } from './quadrature.ts';

/** The marginal log-likelihood with the model's priors, and its derivatives, at these parameters. */
export function marginalPlace(
  table: PatternTable,
  quadrature: Quadrature,
  { map, priors }: ItemModel,
  parameters: Float64Array,
): Place {
  const prior = logPrior(priors, parameters);
  const lines = linesAt(map, parameters);
  return {
    value: Number.isFinite(prior) ? prior + marginalLogLikelihood(table, lines, quadrature) : prior,
    derivatives: () => {
      const derivatives = derivativesIn(map, marginalDerivatives(table, lines, quadrature));
      addPriors(priors, parameters, derivatives);
      return derivatives;
    },
  };
}
