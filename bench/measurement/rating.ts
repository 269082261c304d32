import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { createDraws } from '../../measurement/numeric/draws.ts';
import { type FacetFit, fitFacets } from '../../measurement/rating/facets.ts';
import { judgeVerdict } from '../../measurement/rating/gate.ts';
import { type PanelAgreement, panelAgreements } from '../../measurement/rating/panel.ts';
import { momentsOf, writeProbabilities } from '../../measurement/rating/rating-scale.ts';
import type { Rating } from '../../measurement/rating/ratings.ts';
import {
  abilitiesOf,
  centred,
  type PlantedRaters,
  simulateRatings,
} from '../../test/measurement/rating/simulated-ratings.ts';
import { type OnProgress, type ProofRow, told, withinBounds } from './proof.ts';

/** A fit tells of twelve raters at once. */
const repetitionsPerFit = 25;
const thresholds = [-1.5, -0.4, 0.5, 1.4];
const difficulties = [-0.6, -0.1, 0.2, 0.5];
/** Two standard errors hold 95.4 %, and more where the larger one of two is told. */
const withinTwo = { min: 0.93, max: 0.985 } as const;
/** For what the model does not assume. */
const withinTwoAmiss = { min: 0.9 } as const;

const sparse: Partial<PlantedRaters> = {
  responses: 120,
  rates: (rater, response) =>
    rater < 8 ? [0, 1].some((next) => (response + next) % 8 === rater) : (response + rater) % 2 === 0,
  missing: 0.15,
};

interface Design {
  readonly setting: string;
  readonly design: Partial<PlantedRaters>;
  readonly promised: boolean;
}

const designs: readonly Design[] = [
  { setting: '60 responses, all by 8 humans and 4 judges', design: {}, promised: true },
  { setting: '120 responses, each by 2 of 8 and 2 of 4, 15 % lost', design: sparse, promised: true },
  {
    setting: 'the same, abilities in two heaps',
    design: { ...sparse, ability: (draws) => (draws.uniform() < 0.5 ? -1.2 : 1.6) + 0.4 * draws.normal() },
    promised: true,
  },
  { setting: 'the same, halo of SD .5', design: { ...sparse, halo: 0.5 }, promised: false },
];

/** Ratings: whether severities and fair averages are found, intervals of agreement cover, and the gate lets the right judges in. */
export async function ratingProofs(repetitions: number, onProgress: OnProgress): Promise<ProofRow[]> {
  const fits = Math.ceil(repetitions / repetitionsPerFit);
  const rows: ProofRow[] = [];
  for (const [number, { setting, design, promised }] of designs.entries()) {
    const severities: number[] = [];
    const fairAverages: number[] = [];
    const squares: number[] = [];
    for (let fit = 0; fit < fits; fit++) {
      const truth = planted(`${number} ${fit}`, design);
      const fitted = fitFacets(simulateRatings(truth));
      severities.push(...severityErrors(truth, fitted));
      fairAverages.push(...fairErrors(truth, fitted));
      squares.push(...fitted.raters.map(({ infit }) => infit));
      onProgress((number + fit / fits) / (designs.length + 2));
      await yieldToOthers();
    }
    const bounds = promised ? withinTwo : withinTwoAmiss;
    rows.push(
      withinBounds('severities within 2 standard errors', setting, shareWithinTwo(severities), bounds),
      promised
        ? withinBounds(
            'fair averages within 2 standard errors',
            setting,
            shareWithinTwo(fairAverages),
            bounds,
          )
        : told('fair averages within 2 standard errors', setting, shareWithinTwo(fairAverages)),
    );
    const meanSquare = squares.reduce((sum, value) => sum + value / squares.length, 0);
    rows.push(
      promised
        ? withinBounds('mean infit', setting, meanSquare, { min: 0.97, max: 1.03 })
        : told('mean infit', setting, meanSquare),
    );
  }
  rows.push(...agreementCoverage(fits * 5));
  onProgress((designs.length + 1) / (designs.length + 2));
  rows.push(...gateRates(fits));
  return rows;
}

function planted(seed: string, design: Partial<PlantedRaters>): PlantedRaters {
  const draws = createDraws('rating proofs', seed);
  const humans = centred(Array.from({ length: 8 }, () => 0.7 * draws.normal()));
  const judges = Array.from({ length: 4 }, () => 0.7 * draws.normal());
  return { seed, responses: 60, difficulties, humans, judges, thresholds, ...design };
}

function severityErrors({ humans, judges }: PlantedRaters, { raters }: FacetFit): number[] {
  return raters.map(({ rater, severity, se }) => {
    const [kind, number] = rater.split(' ');
    return (severity - (kind === 'human' ? humans : judges!)[Number(number)]!) / se;
  });
}

function fairErrors(truth: PlantedRaters, { responses }: FacetFit): number[] {
  const abilities = abilitiesOf(truth);
  const probabilities = new Float64Array(thresholds.length + 1);
  return responses.map(({ response, fairAverage, seFair }) => {
    writeProbabilities(abilities[Number(response.split(' ')[1])]!, thresholds, probabilities, 0);
    return (fairAverage - momentsOf(probabilities, 0, thresholds.length).mean) / seFair;
  });
}

const shareWithinTwo = (errors: readonly number[]) =>
  errors.filter((error) => Math.abs(error) < 2).length / errors.length;

/** A panel of three and a judge like them. */
const panel: PlantedRaters = {
  ...{
    seed: '',
    responses: 40,
    difficulties,
    humans: [-0.3, 0, 0.3],
    judges: [0],
    thresholds: [-2, -0.7, 0.7, 2],
  },
  ability: (draws) => 2 * draws.normal(),
};

function judgeAgreement(ratings: readonly Rating[]): PanelAgreement {
  return panelAgreements(ratings, 2).find(({ kind }) => kind === 'judge')!;
}

/** How often an interval holds what the coefficient is over very many responses. */
function agreementCoverage(repetitions: number): ProofRow[] {
  const truth = judgeAgreement(simulateRatings({ ...panel, seed: 'truth', responses: 10_000 }));
  const setting = `a judge and a panel of 3, 40 responses; alpha ${truth.alpha.value!.toFixed(2)}`;
  const inside = { alpha: 0, kappa: 0 };
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const found = judgeAgreement(simulateRatings({ ...panel, seed: `coverage ${repetition}` }));
    for (const which of ['alpha', 'kappa'] as const) {
      const { lo, hi } = found[which];
      if (lo! <= truth[which].value! && truth[which].value! <= hi!) inside[which]++;
    }
  }
  return [
    withinBounds('95 % interval of alpha covers', setting, inside.alpha / repetitions, {
      min: 0.89,
      max: 0.98,
    }),
    withinBounds('95 % interval of QWK covers', setting, inside.kappa / repetitions, {
      min: 0.89,
      max: 0.98,
    }),
  ];
}

/** How often a judge counts, on 40 held-out responses and 40 anchors that it and the humans rated again. */
function gateRates(repetitions: number): ProofRow[] {
  const kinds = [
    { setting: 'one like the humans', severity: [0, 0], noise: 0, bounds: { min: 0.8 } },
    { setting: 'half of its scores at random', severity: [0, 0], noise: 0.5, bounds: { max: 0.05 } },
    { setting: 'one that drifts by .6 logits', severity: [0, 0.6], noise: 0, bounds: { max: 0.1 } },
  ] as const;
  return kinds.map(({ setting, severity, noise, bounds }) => {
    let counts = 0;
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const draws = createDraws('gate noise', setting, repetition);
      const seed = `gate ${repetition}`;
      const ratings = [1, 2].flatMap((occasion) => {
        const judges = [severity[occasion - 1]!];
        return simulateRatings({ ...panel, seed, responses: 80, judges, occasion });
      });
      const noisy = ratings.map((each) =>
        each.kind === 'judge' && draws.uniform() < noise
          ? { ...each, score: Math.floor(5 * draws.uniform()) }
          : each,
      );
      const number = ({ response }: Rating) => Number(response.split(' ')[1]);
      const rated = noisy.filter((each) => each.occasion === 1 || number(each) < 40);
      const heldOut = rated.filter((each) => number(each) >= 40);
      const drift = fitFacets(rated).drifts.find(({ rater }) => rater === 'judge 0')!;
      if (judgeVerdict(judgeAgreement(heldOut), drift).counts) counts++;
    }
    return withinBounds('a judge counts', setting, counts / repetitions, bounds);
  });
}
