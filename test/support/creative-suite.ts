import { association } from '../../domains/creative/d1-association.ts';
import { type Scale, type Suite, scaleSchema } from '../../schema/scale.ts';

const { parameters } = association;
const cells = [0.1, 0.2].map((share) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { min, max }]) => [name, min + share * (max - min)]),
  ),
);

/** A scale on which only the conditions of D1 cost anything: nobody has calibrated the creative domain yet. */
export const creativeScale: Scale = scaleSchema.parse({
  domain: 'creative',
  version: 1,
  provisional: true,
  provenance: {
    command: 'none',
    createdAt: '2026-11-28T00:00:00Z',
    seed: 'none',
    models: [],
    instancesPerSkill: 0,
    responses: 0,
    heldOutLogLoss: 0,
    heldOutLogLossOfModelMeans: 0,
    note: 'made up for tests',
  },
  deviationSd: 0.5,
  skills: {
    D1: {
      ranges: Object.fromEntries(
        Object.entries(parameters).map(([name, { min, max, scale }]) => [name, { min, max, scale }]),
      ),
      intercept: { value: 0, se: 0.1 },
      terms: [
        {
          parameters: ['constraints'],
          basis: 'lower',
          coefficient: 1,
          se: 0.1,
          status: 'calibrated',
        },
      ],
      slope: 1,
      chance: 0.01,
      slip: 0.05,
      residualSd: 0.5,
      weight: 1,
    },
  },
});

/** A suite of the creative domain alone, that ends with placement. */
export const creativeSuite: Suite = {
  name: 'creative-only',
  version: 1,
  domains: [
    {
      domain: 'creative',
      domainVersion: 1,
      scaleVersion: 1,
      mix: cells.map((cell) => ({ skill: 'D1', parameters: cell, features: cell, weight: 1 / cells.length })),
    },
  ],
};
