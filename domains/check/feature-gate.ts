import type { Parameters } from '../contract.ts';
import { seedAt } from '../random.ts';
import { generateTask } from '../task.ts';
import { type CheckedSkill, type CounterExample, counterExampleOf, type GateResult, judged } from './gate.ts';
import { mean, spearman } from './statistics.ts';
import { sweptVector } from './vectors.ts';

const levels = 11;
const spearmanMin = 0.9;

interface Sweep {
  readonly name: string;
  readonly correlation: number;
  readonly instances: number;
  readonly counterExample: CounterExample | null;
}

/**
 * G9: sweeps each parameter alone over its range, the others at their defaults, and correlates it with the mean
 * of the feature that it is realised as. Means over a level are taken because a whole number rounded at random
 * follows its parameter in expectation only. The figure is that of the worst parameter. Every feature must be a
 * finite number named like its parameter.
 */
export function featureGate(
  checked: CheckedSkill,
  instancesPerLevel: number,
  deadlineMs: number,
  step: (done: number, total: number) => void,
): GateResult {
  const names = Object.keys(checked.skill.parameters);
  const sweeps: Sweep[] = [];
  for (const name of names) {
    if (performance.now() > deadlineMs) break;
    sweeps.push(sweep(checked, name, instancesPerLevel, deadlineMs));
    step(sweeps.length, names.length);
  }
  const worst = [...sweeps].sort((a, b) => a.correlation - b.correlation)[0];
  const complete = sweeps.length === names.length;
  const figures = sweeps.map(({ name, correlation }) => `${name} ${correlation.toFixed(2)}`).join(', ');
  return judged('G9', {
    figure: worst?.correlation ?? 0,
    unit: worst === undefined ? 'no parameter' : `Spearman of ${worst.name}`,
    bound: 'at least',
    threshold: spearmanMin,
    instances: sweeps.reduce((sum, { instances }) => sum + instances, 0),
    sound: complete && sweeps.every(({ counterExample }) => counterExample === null),
    detail: complete ? figures : `${figures}; given up before the other parameters`,
    counterExample:
      sweeps.find(({ counterExample }) => counterExample !== null)?.counterExample ??
      (worst !== undefined && worst.correlation < spearmanMin
        ? {
            seed: seedAt(checked.seed, 'sweep', worst.name, levels - 1, 0),
            parameters: sweptVector(checked.skill, worst.name, 1),
            detail: `${worst.name} at its maximum; the feature does not rise up to here`,
          }
        : null),
  });
}

function sweep(
  { domain, skill, seed }: CheckedSkill,
  name: string,
  instancesPerLevel: number,
  deadlineMs: number,
): Sweep {
  const values: number[] = [];
  const features: number[] = [];
  for (let level = 0; level < levels; level++) {
    const parameters = sweptVector(skill, name, level / (levels - 1));
    const realised: number[] = [];
    for (let index = 0; index < instancesPerLevel; index++) {
      const taskSeed = seedAt(seed, 'sweep', name, level, index);
      const late = performance.now() > deadlineMs;
      const feature = late
        ? { problem: `given up: sweeping ${name} takes too long` }
        : realisedFeature(domain, skill, parameters, taskSeed, name);
      if (typeof feature !== 'number') {
        const counterExample = counterExampleOf({ seed: taskSeed, parameters }, feature.problem);
        return { name, correlation: 0, instances: level * instancesPerLevel + index, counterExample };
      }
      realised.push(feature);
    }
    values.push(parameters[name]!);
    features.push(mean(realised));
  }
  const instances = levels * instancesPerLevel;
  return { name, correlation: spearman(values, features), instances, counterExample: null };
}

function realisedFeature(
  domain: string,
  skill: CheckedSkill['skill'],
  parameters: Parameters,
  seed: string,
  name: string,
): number | { problem: string } {
  try {
    const { features } = generateTask(domain, skill, parameters, seed);
    const foreign = Object.keys(features).find((feature) => !Object.hasOwn(skill.parameters, feature));
    if (foreign !== undefined) return { problem: `feature ${foreign} is no parameter` };
    const feature = features[name];
    if (feature === undefined) return { problem: `feature ${name} is missing` };
    return Number.isFinite(feature) ? feature : { problem: `feature ${name} is ${feature}` };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
