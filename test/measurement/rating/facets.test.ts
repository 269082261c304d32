import { describe, expect, it } from 'vitest';
import { fitItems } from '../../../measurement/items/fit.ts';
import { createDraws } from '../../../measurement/numeric/draws.ts';
import { type FacetFit, fitFacets } from '../../../measurement/rating/facets.ts';
import { facetDerivatives } from '../../../measurement/rating/facets-derivatives.ts';
import { facetDesign } from '../../../measurement/rating/facets-design.ts';
import { abilityGrid, facetPosterior } from '../../../measurement/rating/facets-posterior.ts';
import { momentsOf, writeProbabilities } from '../../../measurement/rating/rating-scale.ts';
import type { Rating } from '../../../measurement/rating/ratings.ts';
import { abilitiesOf, centred, type PlantedRaters, simulateRatings } from './simulated-ratings.ts';

const thresholds = [-1.5, -0.4, 0.5, 1.4];
const difficulties = [-0.6, -0.1, 0.2, 0.5];

/** Eight humans, of whom two rate each response, and four judges, of whom two do; 15 % are lost. */
const sparse = {
  responses: 120,
  rates: (rater: number, response: number) =>
    rater < 8 ? [0, 1].some((next) => (response + next) % 8 === rater) : (response + rater) % 2 === 0,
  missing: 0.15,
};

function planted(seed: string, design: Partial<PlantedRaters>): PlantedRaters {
  const draws = createDraws('planted severities', seed);
  const humans = centred(Array.from({ length: 8 }, () => 0.7 * draws.normal()));
  const judges = Array.from({ length: 4 }, () => 0.7 * draws.normal());
  return { seed, responses: 60, difficulties, humans, judges, thresholds, ...design };
}

function fairAverageAt(theta: number): number {
  const probabilities = new Float64Array(thresholds.length + 1);
  writeProbabilities(theta, thresholds, probabilities, 0);
  return momentsOf(probabilities, 0, thresholds.length).mean;
}

const shareWithinTwo = (errors: readonly number[]) =>
  errors.filter((error) => Math.abs(error) < 2).length / errors.length;

/** Errors in standard errors over several data sets. */
function errorsOver(dataSets: number, design: Partial<PlantedRaters>) {
  const severities: number[] = [];
  const fairAverages: number[] = [];
  const fits: FacetFit[] = [];
  for (let dataSet = 0; dataSet < dataSets; dataSet++) {
    const truth = planted(`recovery ${dataSet}`, design);
    const fit = fitFacets(simulateRatings(truth));
    const abilities = abilitiesOf(truth);
    fits.push(fit);
    for (const { rater, severity, se } of fit.raters) {
      const [kind, number] = rater.split(' ');
      const all = kind === 'human' ? truth.humans : truth.judges!;
      severities.push((severity - all[Number(number)]!) / se);
    }
    for (const { response, fairAverage, seFair } of fit.responses) {
      fairAverages.push((fairAverage - fairAverageAt(abilities[Number(response.split(' ')[1])]!)) / seFair);
    }
  }
  return { severities, fairAverages, fits };
}

const rating = (response: string, criterion: string, rater: string, score: number): Rating => ({
  response,
  criterion,
  rater,
  kind: 'human',
  occasion: 1,
  score,
  heldOut: false,
  length: null,
});

describe('the many-facet Rasch model', () => {
  it.each([
    ['when everybody rates everything', 8, {}],
    ['on a sparse, linked design with ratings lost', 20, sparse],
  ] as const)('recovers planted severities and fair averages %s', (_, dataSets, design) => {
    const { severities, fairAverages, fits } = errorsOver(dataSets, design);
    // 2 standard errors hold 95.4 %; the bounds are three standard errors of so many severities.
    const slack = 3 * Math.sqrt((0.954 * 0.046) / severities.length);
    expect(Math.abs(shareWithinTwo(severities) - 0.954)).toBeLessThan(slack);
    expect(Math.abs(shareWithinTwo(fairAverages) - 0.954)).toBeLessThan(0.025);
    expect(fits.every(({ converged }) => converged)).toBe(true);
    const squares = fits.flatMap(({ raters }) => raters.flatMap(({ infit, outfit }) => [infit, outfit]));
    expect(squares.reduce((sum, value) => sum + value, 0) / squares.length).toBeCloseTo(1, 1);
  });

  it('knows how sure its severities are where raters like or dislike a response on all criteria alike', () => {
    // Equally severe raters: of others the halo also shortens the logits between them.
    const equal = { halo: 0.8, humans: new Array<number>(8).fill(0), judges: [0, 0, 0, 0] };
    const { severities } = errorsOver(8, equal);
    const meanSquare = severities.reduce((sum, error) => sum + error ** 2 / severities.length, 0);
    expect(meanSquare).toBeLessThan(1.3);
  });

  it('is the Rasch model of items where raters give one criterion 0 or 1', () => {
    const humans = centred([-1, -0.4, 0, 0.3, 1.2]);
    const ratings = simulateRatings({
      seed: 'binary',
      responses: 800,
      difficulties: [0],
      humans,
      thresholds: [0],
    });
    const fit = fitFacets(ratings);
    const rows = Array.from({ length: 800 }, (_, response) =>
      ratings.slice(5 * response, 5 * response + 5).map(({ score }) => score),
    );
    const options = { model: 'rasch', weights: rows.map(() => 1), features: null, priors: false } as const;
    const items = fitItems(rows, options).items.map(({ a, b }) => a! * b!);
    centred(items).forEach((difficulty, rater) => {
      expect(Math.abs(fit.raters[rater]!.severity - difficulty)).toBeLessThan(0.005);
    });
  });

  it('has the derivatives that differences give', () => {
    const ratings = simulateRatings(planted('derivatives', { ...sparse, responses: 12 }));
    const design = facetDesign(ratings);
    const grid = abilityGrid(design);
    const draws = createDraws('place');
    const entries = Float64Array.from({ length: design.entries.size }, () => 0.4 * draws.normal());
    const gradientAt = (at: Float64Array) => facetDerivatives(design, at, facetPosterior(design, grid, at));
    const { gradient, information } = gradientAt(entries);
    const width = 1e-5;
    entries.forEach((_, entry) => {
      const moved = [1, -1].map((sign) => {
        const at = Float64Array.from(entries);
        at[entry]! += sign * width;
        return { gradient: gradientAt(at).gradient, value: facetPosterior(design, grid, at).logLikelihood };
      });
      expect((moved[0]!.value - moved[1]!.value) / (2 * width)).toBeCloseTo(gradient[entry]!, 5);
      entries.forEach((_other, other) => {
        const bend = (moved[0]!.gradient[other]! - moved[1]!.gradient[other]!) / (2 * width);
        expect(-bend).toBeCloseTo(information.values[entry * entries.length + other]!, 4);
      });
    });
  });

  it('refuses ratings that leave raters or criteria without a link, and names the groups', () => {
    const apart = ['a', 'b', 'c', 'd'].flatMap((rater, number) =>
      ['x', 'y'].flatMap((criterion, index) =>
        [0, 1, 2].map((item) =>
          rating(`${number < 2 ? 'early' : 'late'} ${item}`, criterion, rater, (item + index) % 3),
        ),
      ),
    );
    expect(() => fitFacets(apart)).toThrow('nothing links the raters {a, b} and {c, d}: let some responses');
    expect(() => fitFacets([...apart, rating('early 0', 'x', 'c', 1)])).not.toThrow();
    // All responses are shared, yet a rater's severity and a criterion's difficulty cannot be told apart.
    const confounded = [0, 1, 2, 3].flatMap((item) => [
      rating(`r${item}`, 'x', 'a', item % 3),
      rating(`r${item}`, 'y', 'b', (item + 1) % 3),
    ]);
    expect(() => fitFacets(confounded)).toThrow(
      'nothing links the raters {a} and {b}; nothing links the criteria {x} and {y}',
    );
    expect(() => fitFacets([rating('r', 'x', 'a', 0)])).toThrow('two different scores');
  });

  it('gives raters and responses with the lowest or highest score throughout finite values, and says so', () => {
    const ratings = simulateRatings(planted('extremes', { responses: 40, judges: [0, 0] })).map((each) => {
      if (each.rater === 'judge 0') return { ...each, score: 0 };
      if (each.rater === 'judge 1') return { ...each, score: 4 };
      return each.response === 'response 3' ? { ...each, score: 0 } : each;
    });
    const { raters, responses, converged } = fitFacets(ratings);
    expect(converged).toBe(true);
    const [harsh, lenient] = raters.slice(-2);
    expect(raters.filter(({ extreme }) => extreme)).toEqual([harsh, lenient]);
    expect(harsh!.severity).toBeGreaterThan(3);
    expect(lenient!.severity).toBeLessThan(-3);
    expect(responses[3]!.ability).toBeLessThan(-2);
    for (const { se, seFair } of responses) expect(Number.isFinite(se) && seFair > 0).toBe(true);
  });

  it('shows a rater who scores at random by mean squares far above 1', () => {
    const draws = createDraws('noise');
    const ratings = simulateRatings(planted('noise', {})).map((each) =>
      each.rater === 'judge 0' ? { ...each, score: Math.floor(5 * draws.uniform()) } : each,
    );
    const { raters } = fitFacets(ratings);
    const noisy = raters.find(({ rater }) => rater === 'judge 0')!;
    expect(noisy.infit).toBeGreaterThan(1.5);
    expect(noisy.outfit).toBeGreaterThan(1.5);
    for (const { rater, infit } of raters) if (rater !== 'judge 0') expect(infit).toBeLessThan(1.3);
  });
});
