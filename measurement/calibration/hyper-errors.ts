import type { SkillStatistics } from '../../schema/scale.ts';
import { type Fit, findMode } from './mode.ts';
import { findSkillMode } from './skill-mode.ts';
import { hyperPriorLog, priorOfSkill } from './skill-search.ts';
import { skillHyperOf } from './state.ts';

/** Steps of the second differences, in logarithms: about one standard error, so that rounding does not count. */
const step = 0.15;

/** Standard errors of ln a_f and s_f from the curvature of the skill's evidence; null where it has none. */
export function skillHyperErrors(fit: Fit, f: number): Pick<SkillStatistics, 'logSlopeSe' | 'residualSdSe'> {
  const design = fit.design.skills[f]!;
  const prior = priorOfSkill(fit, f);
  const hyper = skillHyperOf(fit.hyper, f);
  const evidence = (slopeSteps: number, spreadSteps: number) => {
    const at = {
      ...hyper,
      logSlope: hyper.logSlope + step * slopeSteps,
      residualSd: hyper.residualSd * Math.exp(step * spreadSteps),
    };
    return findSkillMode(design, fit.mode.state.skills[f]!, at, prior).evidence + hyperPriorLog(at);
  };
  const here = evidence(0, 0);
  const bySlope = (evidence(1, 0) - 2 * here + evidence(-1, 0)) / step ** 2;
  const alone = fit.design.skills.length === 1;
  if (hyper.residualSd === 0) return { logSlopeSe: alone ? null : errorOf(-bySlope), residualSdSe: null };
  const bySpread = (evidence(0, 1) - 2 * here + evidence(0, -1)) / step ** 2;
  const relative = (precision: number) => {
    const error = errorOf(precision);
    return error === null ? null : error * hyper.residualSd;
  };
  if (alone) return { logSlopeSe: null, residualSdSe: relative(-bySpread) };
  const mixed = (evidence(1, 1) - evidence(1, -1) - evidence(-1, 1) + evidence(-1, -1)) / (4 * step ** 2);
  return {
    logSlopeSe: errorOf(-bySlope + mixed ** 2 / bySpread),
    residualSdSe: relative(-bySpread + mixed ** 2 / bySlope),
  };
}

/** Standard error of tau from the curvature of the evidence; null with one skill or where there is no curvature. */
export function deviationSdError(fit: Fit): number | null {
  if (fit.design.skills.length === 1) return null;
  const evidence = (steps: number) => {
    const hyper = { ...fit.hyper, deviationSd: fit.hyper.deviationSd * Math.exp(step * steps) };
    return findMode(fit.design, fit.mode.state, hyper).evidence;
  };
  const error = errorOf(-(evidence(1) - 2 * evidence(0) + evidence(-1)) / step ** 2);
  return error === null ? null : error * fit.hyper.deviationSd;
}

function errorOf(precision: number): number | null {
  return precision > 0 && Number.isFinite(precision) ? 1 / Math.sqrt(precision) : null;
}
