import { z } from 'zod';
import { compareCurves, trainingRules } from '../measurement/efficiency/comparison.ts';
import { computeMultiplier } from '../measurement/efficiency/multiplier.ts';
import { drawnCurves } from '../measurement/performance/measured-curve.ts';
import type { Statistic } from './measure-statistic.ts';

const pointSchema = z.object({
  /** 0 and null: not known, or before training; such a point is on no logarithmic axis. */
  compute: z.number().min(0).nullable(),
  performance: z.number().min(0).max(1),
  sd: z.number().min(0).default(0),
  unit: z.string().optional(),
});

/** The points of a side, with the unit that they are said to be in where it is said apart. */
const sideSchema = z.union(
  [z.array(pointSchema), z.strictObject({ unit: z.string().optional(), points: z.array(pointSchema) })],
  { error: 'it must be a list of points {"compute", "performance", "sd"?}' },
);
type Side = z.output<typeof sideSchema>;

const schema = z
  .strictObject({ unit: z.string().min(1), model: sideSchema, baseline: sideSchema })
  .superRefine(({ unit, model, baseline }, context) => {
    requireUnit(context, 'model', model, unit);
    requireUnit(context, 'baseline', baseline, unit);
  });

function pointsOf(side: Side) {
  return Array.isArray(side) ? side : side.points;
}

function requireUnit(context: z.RefinementCtx, name: string, side: Side, unit: string): void {
  const said = [Array.isArray(side) ? undefined : side.unit, ...pointsOf(side).map((point) => point.unit)];
  const other = said.find((own) => own !== undefined && own !== unit);
  if (other === undefined) return;
  context.addIssue({
    code: 'custom',
    path: [name],
    message: `its compute is in ${other}, not in ${unit}; units are never mixed`,
  });
}

function efficiencyOf({ model, baseline }: z.output<typeof schema>) {
  const curves = drawnCurves(pointsOf(model), pointsOf(baseline));
  const { pe, areas, gain, reason } = compareCurves(curves.model, curves.baseline, trainingRules);
  return {
    pe: pe?.value ?? null,
    lo: pe?.lo ?? null,
    hi: pe?.hi ?? null,
    prAboveOne: pe?.prAboveOne ?? null,
    areaModel: areas?.model.value ?? null,
    areaBaseline: areas?.baseline.value ?? null,
    window: areas?.window ?? null,
    gain,
    multiplier: pe && computeMultiplier(curves.model, curves.baseline),
    reason,
  };
}

export const efficiencyStatistic: Statistic<typeof schema> = {
  name: 'efficiency',
  summary: 'Practice Efficiency of one curve of performance over compute against another',
  schema,
  compute: efficiencyOf,
  fields: `Input:
  unit             of all compute, such as "flops" or "tokens"
  model, baseline  [{"compute", "performance", "sd"?}], or {"unit"?, "points": [...]}: performance from 0 (chance) to 1,
                   sd its standard deviation, left out: 0; a point with compute 0 or null is on no curve. Points that
                   are the same on both sides are one measurement and share its error.
Output:
  pe               area of the model over area of the baseline, with the 95 % bounds lo and hi and Pr(PE > 1) in
                   prAboveOne; null with a reason where it is not estimable
  areaModel, areaBaseline   mean performance over the window, {"lower", "upper"} in log10 of compute
  gain             mean rise above the start of the window, {"value", "lo", "hi", "flat", "relative"}
  multiplier       how many times less compute the model needs, {"value", "lo", "hi"}`,
  example:
    '{"unit":"flops","model":[{"compute":1e20,"performance":0.2,"sd":0.02},{"compute":1e21,"performance":0.5,"sd":0.02},{"compute":1e22,"performance":0.7,"sd":0.02}],"baseline":[{"compute":1e20,"performance":0.2,"sd":0.02},{"compute":1e21,"performance":0.4,"sd":0.02},{"compute":1e22,"performance":0.6,"sd":0.02}]}',
};
