import { ascend, type Place } from '../numeric/ascend.ts';
import { zeroMatrix } from '../numeric/linear.ts';
import { logisticProbability } from '../response-model/response.ts';
import { type Link, type LinkedItem, meanMeanLink, meanSigmaLink } from './link.ts';

/** Abilities of the `to` scale at which curves are compared, and what each weighs. */
export interface LinkGrid {
  readonly thetas: readonly number[];
  readonly weights: readonly number[];
}

/** Slope from curves item by item: least ∑_θ w ∑_i (P_to,i − P_from,i)² (Haebara 1980, Jap. Psychol. Res. 22, 144–149). */
export function haebaraLink(
  from: readonly LinkedItem[],
  to: readonly LinkedItem[],
  scaling: number,
  grid: LinkGrid,
): Link {
  return linkByCurves(from, to, scaling, grid, (residuals) => residuals);
}

/** Slope from the test's curve: least ∑_θ w (∑_i P_to,i − P_from,i)² (Stocking and Lord 1983, Appl. Psychol. Meas. 7, 201–210). */
export function stockingLordLink(
  from: readonly LinkedItem[],
  to: readonly LinkedItem[],
  scaling: number,
  grid: LinkGrid,
): Link {
  return linkByCurves(from, to, scaling, grid, (residuals) => [sumOf(residuals)]);
}

/** A difference of curves with its derivatives in ln slope and intercept. */
type Residual = readonly [value: number, bySlope: number, byIntercept: number];

function sumOf(residuals: readonly Residual[]): Residual {
  return residuals.reduce(([a, b, c], [x, y, z]) => [a + x, b + y, c + z] as const, [0, 0, 0] as const);
}

/** Squared differences of curves below this are rounding. */
const tolerance = 1e-22;
/** Curvature per unit of weight below which the curves hold no link: they are flat wherever they are compared. */
const curvatureMin = 1e-9;

/**
 * Least squares on the `to` scale alone, as in the original of Stocking and Lord and in most programs; a symmetric
 * criterion would add the same on the `from` scale. Gauss–Newton steps, damped, from the links through means and
 * from the identity; the lowest of the ends counts.
 */
function linkByCurves(
  from: readonly LinkedItem[],
  to: readonly LinkedItem[],
  scaling: number,
  grid: LinkGrid,
  combine: (residuals: readonly Residual[]) => readonly Residual[],
): Link {
  const placeAt = (parameters: Float64Array): Place => {
    const link = { slope: Math.exp(parameters[0]!), intercept: parameters[1]! };
    const weighted = grid.thetas.flatMap((theta, q) =>
      combine(from.map((item, i) => residualAt(item, to[i]!, scaling, link, theta))).map((residual) => ({
        residual,
        weight: grid.weights[q]!,
      })),
    );
    const derivatives = () => {
      const gradient = new Float64Array(2);
      const information = zeroMatrix(2);
      for (const { residual, weight } of weighted) {
        for (const i of [0, 1] as const) {
          gradient[i] = gradient[i]! - 2 * weight * residual[0] * residual[i + 1]!;
          for (const j of [0, 1] as const) {
            const at = 2 * i + j;
            information.values[at] =
              information.values[at]! + 2 * weight * residual[i + 1]! * residual[j + 1]!;
          }
        }
      }
      return { gradient, information };
    };
    return {
      value: -weighted.reduce((sum, { residual, weight }) => sum + weight * residual[0] ** 2, 0),
      derivatives,
    };
  };
  const ends = startingLinks(from, to).map(({ slope, intercept }) =>
    ascend(placeAt, Float64Array.of(Math.log(slope), intercept), tolerance),
  );
  const best = ends.reduce((lowest, end) => (end.value > lowest.value ? end : lowest));
  const total = grid.weights.reduce((sum, weight) => sum + weight, 0);
  if (!(Math.min(best.information.values[0]!, best.information.values[3]!) > curvatureMin * total)) {
    throw new RangeError(
      'the curves of the items are flat on the grid, so that no link can be told from another',
    );
  }
  return { slope: Math.exp(best.parameters[0]!), intercept: best.parameters[1]! };
}

function startingLinks(from: readonly LinkedItem[], to: readonly LinkedItem[]): Link[] {
  const links: Link[] = [{ slope: 1, intercept: 0 }];
  for (const method of [meanSigmaLink, meanMeanLink]) {
    try {
      links.push(method(from, to));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return links;
}

/** The `to` curve less the `from` curve moved to the `to` scale, at an ability of that scale. */
function residualAt(
  from: LinkedItem,
  to: LinkedItem,
  scaling: number,
  { slope, intercept }: Link,
  theta: number,
): Residual {
  const place = (theta - intercept) / slope;
  const logistic = 1 / (1 + Math.exp(-scaling * from.a * (place - from.b)));
  const moved = from.g + (1 - from.g - from.u) * logistic;
  const bend = (1 - from.g - from.u) * logistic * (1 - logistic) * scaling * from.a;
  const own = logisticProbability(scaling * to.a, to.g, to.u, theta, to.b);
  return [own - moved, bend * place, bend / slope];
}
