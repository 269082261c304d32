import type { Domain, ParameterSpec, Skill } from '../domains/contract.ts';
import { seedAt } from '../domains/random.ts';
import { generateTask, gradeText, type Task } from '../domains/task.ts';
import type { CalibrationResponse, CalibrationSkill } from '../measurement/calibration/design.ts';
import { calibrate } from '../measurement/calibration.ts';
import { featureAtUnit } from '../measurement/difficulty.ts';
import { evenPoints } from '../measurement/sobol.ts';
import type { Cell, Scale, Suite } from '../schema/scale.ts';

/** A model under calibration: it sees a prompt and answers with a text. */
export interface CalibrationModel {
  readonly name: string;
  answer(prompt: string): string;
}

export interface CalibrationOptions {
  readonly domain: Domain;
  readonly models: readonly CalibrationModel[];
  readonly instancesPerSkill: number;
  readonly seed: string;
  readonly scaleVersion: number;
  /** The command that gives this file again. */
  readonly command: string;
  readonly onProgress: (done: number, total: number) => void;
}

/** Frozen cells a skill in the reference mix. */
const cellsPerSkill = 24;
/** Instances whose mean features stand for a cell. */
const instancesPerCell = 8;

const provisionalNote =
  'Provisional: fitted to bounded reference solvers alone, by penalised likelihood. Parameters that cost a reader are uncalibrated.';

/** Puts fresh tasks over the whole range of every skill to every model, and fits the domain's scale to the grades. */
export function calibrateDomain(options: CalibrationOptions): Scale {
  const { domain, models, instancesPerSkill, seed } = options;
  const responses: CalibrationResponse[] = [];
  const total = domain.skills.length * instancesPerSkill * models.length;
  for (const skill of domain.skills) {
    spread(skill, instancesPerSkill).forEach((parameters, index) => {
      const task = generateTask(
        domain.id,
        skill,
        parameters,
        seedAt(seed, 'calibration', domain.id, skill.id, index),
      );
      responses.push(...models.map((model) => respond(skill, task, model, index)));
      options.onProgress(responses.length, total);
    });
  }
  const fitted = calibrate(domain.skills.map(calibrationSkill), responses);
  return {
    domain: domain.id,
    version: options.scaleVersion,
    provisional: true,
    provenance: {
      command: options.command,
      createdAt: new Date().toISOString(),
      seed,
      models: models.map((model) => model.name),
      instancesPerSkill,
      responses: responses.length,
      heldOutLogLoss: fitted.fit.heldOutLogLoss,
      heldOutLogLossOfModelMeans: fitted.fit.heldOutLogLossOfModelMeans,
      note: provisionalNote,
    },
    deviationSd: fitted.deviationSd,
    skills: fitted.skills,
  };
}

/** The domain's part of a suite: cells spread evenly over every skill's range, all of the same weight. */
export function referenceMix(domain: Domain, scaleVersion: number, seed: string): Suite['domains'][number] {
  const weight = 1 / (domain.skills.length * cellsPerSkill);
  const mix = domain.skills.flatMap((skill) =>
    spread(skill, cellsPerSkill, 0.25).map((parameters, index): Cell => {
      const tasks = Array.from({ length: instancesPerCell }, (_, instance) =>
        generateTask(domain.id, skill, parameters, seedAt(seed, 'mix', domain.id, skill.id, index, instance)),
      );
      return { skill: skill.id, parameters, features: meanFeatures(tasks), weight };
    }),
  );
  return { domain: domain.id, domainVersion: domain.version, scaleVersion, mix };
}

function respond(skill: Skill, task: Task, model: CalibrationModel, index: number): CalibrationResponse {
  const { score } = gradeText(skill, task.reference, model.answer(task.prompt));
  return {
    model: model.name,
    skill: skill.id,
    instance: `${skill.id}/${index}`,
    features: task.features,
    score,
  };
}

function calibrationSkill(skill: Skill): CalibrationSkill {
  return {
    id: skill.id,
    parameters: skill.parameters,
    interactions: skill.interactions,
    chance: skill.chance,
  };
}

/** Parameter vectors that fill the skill's ranges evenly. */
function spread(skill: Skill, count: number, shift = 0): Record<string, number>[] {
  const specs = Object.entries(skill.parameters);
  return evenPoints(specs.length, count, shift).map((point) =>
    Object.fromEntries(specs.map(([name, spec], axis) => [name, valueAt(spec, point[axis] as number)])),
  );
}

/** Rounded, so that a suite file shows values that a person can read and type. */
function valueAt(spec: ParameterSpec, unit: number): number {
  const value = Number(featureAtUnit(spec, unit).toPrecision(4));
  return Math.min(spec.max, Math.max(spec.min, value));
}

function meanFeatures(tasks: readonly Task[]): Record<string, number> {
  const names = Object.keys(tasks[0]?.features ?? {});
  return Object.fromEntries(
    names.map((name) => [
      name,
      tasks.reduce((sum, task) => sum + (task.features[name] ?? 0), 0) / tasks.length,
    ]),
  );
}
