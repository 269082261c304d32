import type { Parameters } from '../contract.ts';
import { RandomStream, seedAt } from '../random.ts';
import type { CheckedSkill } from './gate.ts';
import { corners, randomVector } from './vectors.ts';

/** What names an instance of a check, and the corner that it stands in: null for a random vector. */
export interface NamedInstance {
  readonly seed: string;
  readonly parameters: Parameters;
  readonly corner: number | null;
}

/** The instance at an index of a check's stream: even ones go round the corners, odd ones are random. */
export function instanceAt(checked: CheckedSkill, index: number): NamedInstance {
  const { skill, seed } = checked;
  const taskSeed = seedAt(seed, 'instance', index);
  if (index % 2 === 1) {
    const parameters = randomVector(skill, new RandomStream(taskSeed).substream('vector'));
    return { seed: taskSeed, parameters, corner: null };
  }
  const all = cornersOf(checked);
  const corner = (index / 2) % all.length;
  return { seed: taskSeed, parameters: all[corner]!, corner };
}

const known = new WeakMap<CheckedSkill, Parameters[]>();

function cornersOf(checked: CheckedSkill): Parameters[] {
  const found = known.get(checked) ?? corners(checked.skill, checked.seed);
  known.set(checked, found);
  return found;
}
